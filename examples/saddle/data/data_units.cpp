// SPDX-License-Identifier: BSL-1.0
#include "data/data_units.hpp"

#include <saddle/core/text/name.hpp>
#include <saddle/core/text/printable.hpp>

#include <cstddef>
#include <cstdio>
#include <iostream>
#include <string>

namespace saddle_program {

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

void add_units(saddle::Description& notes, const saddle::data::Units& units,
               const std::string& prefix) {
  if (units.full) notes.emplace_back(prefix + full_note, std::to_string(*units.full));
  for (std::size_t c = 0; c < units.columns.size(); ++c) {
    const saddle::data::Column& column = units.columns[c];
    const std::string note = prefix + column_note(c);
    notes.emplace_back(note, column.name);
    notes.emplace_back(note + mean, saddle::shortest_text(column.mean));
    notes.emplace_back(note + deviation, saddle::shortest_text(column.deviation));
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

saddle::data::Units units_of(const saddle::Safetensors& file, const std::string& prefix) {
  saddle::data::Units units;
  const std::string full = prefix + full_note;
  if (file.metadata(full)) units.full = file.required_number<int>(full);
  for (std::size_t c = 0;; ++c) {
    const std::string note = prefix + column_note(c);
    const auto name = file.metadata(note);
    if (!name) return units;
    units.columns.push_back({*name, file.required_number<double>(note + mean),
                             file.required_number<double>(note + deviation)});
    saddle::data::require_scale(file.path(), units.columns.back());
  }
}

}  // namespace saddle_program
