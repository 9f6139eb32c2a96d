// SPDX-License-Identifier: BSL-1.0
#include "on_demand/own_experiment.hpp"

#include "on_demand/on_demand.hpp"
#include "units/units.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/text/quoted.hpp>
#include <saddle/data/content_hash.hpp>
#include <saddle/io/json_file.hpp>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <string_view>
#include <utility>

namespace saddle_program {

namespace {

/// Whether a text is a name that C++ may have for a type: "mine::Digits".
bool is_type_name(std::string_view text) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  const auto fits = [&](char c) { return is_letter(c) || c == ':' || (c >= '0' && c <= '9'); };
  return !text.empty() && is_letter(text[0]) && std::ranges::all_of(text, fits);
}

}  // namespace

OwnExperiment own_experiment(const std::string& header_and_type) {
  const std::size_t colon = header_and_type.find(".hpp:");
  const std::size_t end = colon == header_and_type.npos ? colon : colon + 4;
  std::string type = end == header_and_type.npos ? "" : header_and_type.substr(end + 1);
  if (!is_type_name(type)) {
    throw saddle::ConfigError("--experiment", "a header and a type of it, as mine.hpp:Digits",
                              saddle::in_quotes(header_and_type));
  }
  return {header_and_type.substr(0, end), std::move(type)};
}

std::string add_own_experiment(const std::string& header_and_type) {
  const auto [header, type] = own_experiment(header_and_type);
  const std::string text = saddle::read_text(header);
  const std::string path = std::filesystem::canonical(header).string();
  if (path.find_first_of("\"\\\n") != path.npos) {
    throw saddle::ConfigError("--experiment", "a path that stands between quotes in C++",
                              saddle::in_quotes(path));
  }
  saddle::data::Fnv hash;
  hash.add(std::string_view(text));
  const std::string experiment =
      type + " of " + std::filesystem::path(path).filename().string() + " " + hash.text();
  add_on_demand(units(), experiment, own_source(path, type, experiment));
  return units().models.back().name;
}

}  // namespace saddle_program
