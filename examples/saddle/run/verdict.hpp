// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/run/run_folder.hpp>
#include <saddle/run/run_result.hpp>

#include <cstdint>
#include <string>

namespace saddle_program {

/// The pictures that a run has left, with its folder of those on the way: "run/samples.png
/// run/curves.png run/grids/".
std::string pictures_in(const saddle::RunFolder& folder);

/// One sentence on a finished run, how its samples lie among the data, and which
/// monitors have raised an alarm. `planned` is the length of the whole run in steps.
std::string verdict(const saddle::RunResult& result, std::uint64_t planned);

}  // namespace saddle_program
