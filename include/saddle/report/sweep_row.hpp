// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/io/csv.hpp>
#include <saddle/io/json.hpp>
#include <saddle/run/run_result.hpp>

#include <string>
#include <vector>

namespace saddle::inline per_set {

/// A line of a sweep's results: what came of a run, and where it is.
struct SweepRow : RunResult {
  std::string folder{};   // of the run, in that of the sweep; empty for an illegal pair
  std::string illegal{};  // why the pair is illegal; empty if it is not
};

/// The row as a JSON object.
inline Json to_json(const SweepRow& row) {
  Json object = to_json(static_cast<const RunResult&>(row));
  object["folder"] = row.folder;
  object["illegal"] = row.illegal;
  return object;
}

/// The row that `to_json` wrote; what is missing keeps its default.
inline SweepRow row_from(const Json& object) {
  return {run_result_from(object), run_result::text_in(object, "folder"),
          run_result::text_in(object, "illegal")};
}

/// The rows as CSV, with names in the first line; monitors' alarms are joined by "; ".
inline std::string to_csv(const std::vector<SweepRow>& rows) {
  const auto flat = [](const SweepRow& row) {
    Json object = to_json(row);
    object.erase("monitors");
    object.erase("best");
    std::string alarms;
    for (const std::string& one : row.alarms()) alarms += (alarms.empty() ? "" : "; ") + one;
    object["alarms"] = alarms;
    return object;
  };
  const auto cell = [](const Json& value) {
    if (value.is_null()) return std::string();
    return value.is_string() ? csv_quoted(value.get<std::string>()) : value.dump();
  };
  std::string text;
  const auto line = [&](const Json& object, auto&& part) {
    std::string cells;
    for (const auto& [name, value] : object.items()) cells += part(name, value) + ',';
    cells.back() = '\n';
    text += cells;
  };
  line(flat(SweepRow{}), [](const std::string& name, const Json&) { return name; });
  for (const SweepRow& row : rows) {
    line(flat(row), [&](const std::string&, const Json& value) { return cell(value); });
  }
  return text;
}

}  // namespace saddle::inline per_set
