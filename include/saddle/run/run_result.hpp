// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/config.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/io/json.hpp>
#include <saddle/train/fit.hpp>
#include <saddle/train/monitor/monitors.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace saddle::inline per_set {

/// What came of one run: its `run.json`, and a line of a sweep's results. A number that was not
/// measured is NaN here and null there.
struct RunResult {
  /// What a monitor saw: the reading of its last look, and its first alarm.
  struct Seen {
    std::string monitor{};
    double value = nan;
    std::optional<Alarm> alarm{};
  };
  /// The best generator by a metric, where one was kept.
  struct Best {
    std::string metric{};
    double value = nan;
    std::uint64_t step = 0;
  };

  std::string formulation{}, objective{}, constraint{}, model{}, data{};
  std::uint64_t seed = 0;
  bool complete = false;  // made all of its steps, or ended in `failure`
  std::string failure{};  // the error that ended the run; empty without one
  std::uint64_t steps = 0, undone = 0;
  double seconds = 0, steps_per_s = nan, cpu_per_wall = nan;
  std::size_t workers = 0;
  std::string made_by{};
  double bound = nan;                       // what the objective reports, on held-out samples
  double lipschitz = nan;                   // steepest slope of the critic between data and samples
  double coverage = nan, duplicates = nan;  // see SpreadMeter
  std::optional<std::size_t> modes{}, modes_total{};
  double high_quality = nan, mode_kl = nan;  // where the modes are known
  std::vector<Seen> seen{};
  std::optional<Best> best{};

  /// Whether samples reach less than half of the data or of the known modes, or the run failed.
  bool collapsed() const {
    if (!failure.empty() || !(coverage >= 0.5)) return true;
    return modes && modes_total && 2 * *modes < *modes_total;
  }

  /// The alarms in short: "collapse at step 1400".
  std::vector<std::string> alarms() const {
    std::vector<std::string> told;
    for (const Seen& one : seen) {
      if (one.alarm) {
        told.push_back(one.monitor + " at step " + std::to_string(one.alarm->step));
      }
    }
    return told;
  }

  /// Adds a training, or the part of it that went on.
  void take(const FitResult& fitted) {
    undone = fitted.undone;
    seconds += fitted.seconds;
    steps_per_s = static_cast<double>(fitted.steps) / std::max(fitted.seconds, 1e-9);
    cpu_per_wall = fitted.cpu_per_wall;
    workers = parallel::workers();
    made_by = saddle::made_by();
  }

  /// Takes over what monitors saw, beside alarms of theirs that are here already.
  template <class Monitors>
  void watch(const Monitors& monitors) {
    for (const Watched& one : monitors.watched()) {
      Seen* place = nullptr;
      for (Seen& known : seen) {
        if (known.monitor == one.name) place = &known;
      }
      if (place == nullptr) place = &seen.emplace_back(Seen{.monitor = std::string(one.name)});
      place->value = one.value.value_or(nan);
      if (!place->alarm) place->alarm = one.alarm;
    }
  }

  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
};

namespace run_result {

/// A number that JSON can hold.
inline Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

template <class T>
Json optional(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

inline double number_in(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_number() ? found->get<double>() : RunResult::nan;
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
inline Json object_in(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_object() ? *found : Json::object();
}

}  // namespace run_result

/// The result as a JSON object.
inline Json to_json(const RunResult& result) {
  using run_result::number, run_result::optional;
  Json seen = Json::object(), best;
  for (const RunResult::Seen& one : result.seen) {
    Json alarm;
    if (one.alarm) alarm = {{"step", one.alarm->step}, {"sentence", one.alarm->sentence}};
    seen[one.monitor] = {{"value", number(one.value)}, {"alarm", std::move(alarm)}};
  }
  if (result.best) {
    best = {{"metric", result.best->metric},
            {"value", number(result.best->value)},
            {"step", result.best->step}};
  }
  return {{"formulation", result.formulation},
          {"objective", result.objective},
          {"constraint", result.constraint},
          {"model", result.model},
          {"data", result.data},
          {"seed", result.seed},
          {"complete", result.complete},
          {"failure", result.failure},
          {"steps", result.steps},
          {"undone", result.undone},
          {"seconds", number(result.seconds)},
          {"steps_per_s", number(result.steps_per_s)},
          {"cpu_per_wall", number(result.cpu_per_wall)},
          {"workers", result.workers},
          {"made_by", result.made_by},
          {"bound", number(result.bound)},
          {"lipschitz", number(result.lipschitz)},
          {"coverage", number(result.coverage)},
          {"duplicates", number(result.duplicates)},
          {"modes", optional(result.modes)},
          {"modes_total", optional(result.modes_total)},
          {"high_quality", number(result.high_quality)},
          {"mode_kl", number(result.mode_kl)},
          {"monitors", std::move(seen)},
          {"best", std::move(best)}};
}

/// The result that `to_json` wrote; what is missing keeps its default.
inline RunResult run_result_from(const Json& object) {
  using namespace run_result;
  RunResult result;
  result.formulation = text_in(object, "formulation");
  result.objective = text_in(object, "objective");
  result.constraint = text_in(object, "constraint");
  result.model = text_in(object, "model");
  result.data = text_in(object, "data");
  result.seed = count_in<std::uint64_t>(object, "seed").value_or(0);
  const auto complete = object.find("complete");
  result.complete = complete != object.end() && *complete == Json(true);
  result.failure = text_in(object, "failure");
  result.steps = count_in<std::uint64_t>(object, "steps").value_or(0);
  result.undone = count_in<std::uint64_t>(object, "undone").value_or(0);
  const double seconds = number_in(object, "seconds");
  result.seconds = std::isfinite(seconds) ? seconds : 0;
  result.steps_per_s = number_in(object, "steps_per_s");
  result.cpu_per_wall = number_in(object, "cpu_per_wall");
  result.workers = count_in<std::size_t>(object, "workers").value_or(0);
  result.made_by = text_in(object, "made_by");
  result.bound = number_in(object, "bound");
  result.lipschitz = number_in(object, "lipschitz");
  result.coverage = number_in(object, "coverage");
  result.duplicates = number_in(object, "duplicates");
  result.modes = count_in<std::size_t>(object, "modes");
  result.modes_total = count_in<std::size_t>(object, "modes_total");
  result.high_quality = number_in(object, "high_quality");
  result.mode_kl = number_in(object, "mode_kl");
  const Json monitors = object_in(object, "monitors");
  for (const auto& [monitor, entry] : monitors.items()) {
    if (!entry.is_object()) continue;
    RunResult::Seen one{.monitor = monitor, .value = number_in(entry, "value")};
    const Json alarm = object_in(entry, "alarm");
    if (const auto step = count_in<std::uint64_t>(alarm, "step")) {
      one.alarm = Alarm{.step = *step, .sentence = text_in(alarm, "sentence")};
    }
    result.seen.push_back(std::move(one));
  }
  if (const Json best = object_in(object, "best"); !best.empty()) {
    result.best = RunResult::Best{.metric = text_in(best, "metric"),
                                  .value = number_in(best, "value"),
                                  .step = count_in<std::uint64_t>(best, "step").value_or(0)};
  }
  return result;
}

}  // namespace saddle::inline per_set
