// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe/describe.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/io/json.hpp>
#include <saddle/io/json_fields.hpp>
#include <saddle/train/monitor/monitors.hpp>

#include <string>

namespace saddle::inline per_set {

/// What is asked of a run, as its `config.json` has it: the names that make its static type, its
/// data, and all numbers of the trainer and the monitors.
struct RunConfig {
  std::string formulation{}, objective{}, constraint{}, model{}, data{};
  std::string data_hash{};  // tells the samples from those of other data
  Description config{};     // the trainer's `configuration()`
  MonitorConfig monitors{};
};

/// The configuration as a JSON object.
inline Json to_json(RunConfig asked) {
  return {{"formulation", asked.formulation},
          {"objective", asked.objective},
          {"constraint", asked.constraint},
          {"model", asked.model},
          {"data", asked.data},
          {"data_hash", asked.data_hash},
          {"config", json_of(asked.config)},
          {"monitors", json_of(describe_fields(asked.monitors))}};
}

/// Whether a run that was asked for so, maybe by an earlier version that kept less, is the one that
/// is asked for now.
inline bool same_run(const Json& stored, const Json& asked) {
  if (!stored.is_object()) return false;
  for (const auto& [name, value] : asked.items()) {
    const auto kept = stored.find(name);
    if (kept != stored.end() && *kept != value) return false;
  }
  return stored.contains("config");
}

}  // namespace saddle::inline per_set
