// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/io/csv.hpp>
#include <saddle/io/json.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace saddle::inline per_set {

/// The result of one run of a sweep: a line of results.jsonl and results.csv.
struct SweepRow {
  std::string objective{}, constraint{};
  std::uint64_t seed = 0;
  std::string folder{};   // of the run, in that of the sweep; empty for an illegal pair
  std::string illegal{};  // why the pair is illegal; empty if it is not
  std::string failure{};  // the error that ended the run; empty without one
  bool complete = false;
  std::uint64_t steps = 0;
  double seconds = 0;
  double bound = nan;                       // what the objective reports on held-out samples
  double lipschitz = nan;                   // steepest slope of the critic between data and samples
  double coverage = nan, duplicates = nan;  // see SpreadMeter
  std::optional<std::size_t> modes{}, modes_total{};
  double high_quality = nan, mode_kl = nan;  // where the modes are known
  std::vector<std::string> alarms{};         // "collapse at step 1400"

  /// Whether samples reach less than half of the data or of the known modes, or the run failed.
  bool collapsed() const {
    if (!failure.empty() || !(coverage >= 0.5)) return true;
    return modes && modes_total && 2 * *modes < *modes_total;
  }

  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
};

namespace sweep_row {

/// A number that JSON can hold.
inline Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

inline double number_in(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_number() ? found->get<double>() : SweepRow::nan;
}
inline std::string text_in(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}
template <class T>
std::optional<T> count_in(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_number_unsigned()) return {};
  return found->get<T>();
}

}  // namespace sweep_row

/// The row as a JSON object.
inline Json to_json(const SweepRow& row) {
  using sweep_row::number;
  const auto optional = [](const std::optional<std::size_t>& value) {
    return value ? Json(*value) : Json(nullptr);
  };
  return {{"objective", row.objective},
          {"constraint", row.constraint},
          {"seed", row.seed},
          {"folder", row.folder},
          {"illegal", row.illegal},
          {"failure", row.failure},
          {"complete", row.complete},
          {"steps", row.steps},
          {"seconds", number(row.seconds)},
          {"bound", number(row.bound)},
          {"lipschitz", number(row.lipschitz)},
          {"coverage", number(row.coverage)},
          {"duplicates", number(row.duplicates)},
          {"modes", optional(row.modes)},
          {"modes_total", optional(row.modes_total)},
          {"high_quality", number(row.high_quality)},
          {"mode_kl", number(row.mode_kl)},
          {"alarms", row.alarms}};
}

/// The row that `to_json` wrote; what is missing keeps its default.
inline SweepRow row_from(const Json& object) {
  using namespace sweep_row;
  SweepRow row;
  row.objective = text_in(object, "objective");
  row.constraint = text_in(object, "constraint");
  row.seed = count_in<std::uint64_t>(object, "seed").value_or(0);
  row.folder = text_in(object, "folder");
  row.illegal = text_in(object, "illegal");
  row.failure = text_in(object, "failure");
  const auto complete = object.find("complete");
  row.complete = complete != object.end() && *complete == Json(true);
  row.steps = count_in<std::uint64_t>(object, "steps").value_or(0);
  row.seconds = number_in(object, "seconds");
  row.bound = number_in(object, "bound");
  row.lipschitz = number_in(object, "lipschitz");
  row.coverage = number_in(object, "coverage");
  row.duplicates = number_in(object, "duplicates");
  row.modes = count_in<std::size_t>(object, "modes");
  row.modes_total = count_in<std::size_t>(object, "modes_total");
  row.high_quality = number_in(object, "high_quality");
  row.mode_kl = number_in(object, "mode_kl");
  if (const auto found = object.find("alarms"); found != object.end() && found->is_array()) {
    for (const Json& alarm : *found) {
      if (alarm.is_string()) row.alarms.push_back(alarm.get<std::string>());
    }
  }
  return row;
}

/// The rows as CSV, with names in the first line; lists are joined by "; ".
inline std::string to_csv(const std::vector<SweepRow>& rows) {
  const auto cell = [](const Json& value) {
    if (value.is_null()) return std::string();
    if (value.is_string()) return csv_quoted(value.get<std::string>());
    if (!value.is_array()) return value.dump();
    std::string words;
    for (const Json& word : value) words += (words.empty() ? "" : "; ") + word.get<std::string>();
    return csv_quoted(words);
  };
  std::string text;
  const auto line = [&](const Json& object, auto&& part) {
    std::string cells;
    for (const auto& [name, value] : object.items()) cells += part(name, value) + ',';
    cells.back() = '\n';
    text += cells;
  };
  line(to_json(SweepRow{}), [](const std::string& name, const Json&) { return name; });
  for (const SweepRow& row : rows) {
    line(to_json(row), [&](const std::string&, const Json& value) { return cell(value); });
  }
  return text;
}

}  // namespace saddle::inline per_set
