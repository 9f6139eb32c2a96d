// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "run/run_folder.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>

/// The pictures that a run has left, with its folder of those on the way: "run/samples.png
/// run/curves.png run/grids/".
std::string pictures_in(const RunFolder& folder);

/// One sentence on a finished run, from its run.json: how its samples lie among the data, and which
/// monitors have raised an alarm. `planned` is the length of the whole run in steps.
std::string verdict(const nlohmann::ordered_json& result, std::uint64_t planned);
