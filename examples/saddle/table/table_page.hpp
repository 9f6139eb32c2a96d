// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace saddle_program {

/// The page of a table of translations: its rows beside the lecture's numbers, what was measured
/// style by style, and the picture, which it holds; for people, without a network.
///
/// Errors: FileError, DataError for a picture that cannot be read.
std::string table_page(const nlohmann::ordered_json& table, const std::string& picture);

}  // namespace saddle_program
