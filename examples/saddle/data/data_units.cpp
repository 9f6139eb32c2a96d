// SPDX-License-Identifier: BSL-1.0
#include "data/data_units.hpp"

#include <saddle/core/text/name.hpp>
#include <saddle/core/text/printable.hpp>

#include <cstddef>
#include <cstdio>
#include <iostream>
#include <string>

namespace {

constexpr const char* full_note = "byte that became 1";
constexpr const char *mean = " mean", *deviation = " deviation";

std::string column_note(std::size_t index) { return "column " + std::to_string(index); }

}  // namespace

void print_remarks(const std::string& path, const saddle::data::Dataset& set) {
  for (const std::string& remark : set.remarks) {
    std::cerr << saddle::printable(path + ": " + remark) << '\n';
  }
}

void add_units(saddle::Description& notes, const saddle::data::Units& units) {
  if (units.full) notes.emplace_back(full_note, std::to_string(*units.full));
  for (std::size_t c = 0; c < units.columns.size(); ++c) {
    const saddle::data::Column& column = units.columns[c];
    notes.emplace_back(column_note(c), column.name);
    notes.emplace_back(column_note(c) + mean, saddle::shortest_text(column.mean));
    notes.emplace_back(column_note(c) + deviation, saddle::shortest_text(column.deviation));
  }
}

saddle::Description readable(const saddle::data::Units& units) {
  saddle::Description notes;
  for (std::size_t c = 0; c < units.columns.size(); ++c) {
    const saddle::data::Column& column = units.columns[c];
    char width[32];
    std::snprintf(width, sizeof width, "%.6g", column.deviation);
    notes.emplace_back(column_note(c) + mean, column.text_in_file(0));
    notes.emplace_back(column_note(c) + deviation, width);
  }
  return notes;
}

saddle::data::Units units_of(const saddle::Safetensors& file) {
  saddle::data::Units units;
  if (file.metadata(full_note)) units.full = file.required_number<int>(full_note);
  for (std::size_t c = 0; const auto name = file.metadata(column_note(c)); ++c) {
    units.columns.push_back({*name, file.required_number<double>(column_note(c) + mean),
                             file.required_number<double>(column_note(c) + deviation)});
    saddle::data::require_scale(file.path(), units.columns.back());
  }
  return units;
}
