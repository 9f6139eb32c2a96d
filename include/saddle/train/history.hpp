// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/gan/part/report.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace saddle::inline per_set {

/// What a training measured on the way: one entry per measured step, one row per loss.
struct History {
  std::vector<std::string> names;  // of the losses, in the order of the trainer's report
  std::vector<double> step;
  std::vector<std::vector<double>> losses;

  void add(const Measurement& measured) {
    if (names.empty()) {
      names.assign(measured.names.begin(), measured.names.end());
      losses.resize(names.size());
    }
    step.push_back(static_cast<double>(measured.step));
    for (std::size_t i = 0; i < losses.size(); ++i) losses[i].push_back(measured.values[i]);
  }

  /// The values of one loss.
  ///
  /// Errors: ConfigError for a name that was not measured.
  const std::vector<double>& operator[](std::string_view name) const {
    const auto found = std::ranges::find(names, name);
    if (found != names.end()) return losses[static_cast<std::size_t>(found - names.begin())];
    std::string known;
    for (const std::string& one : names) known += (known.empty() ? "" : ", ") + one;
    throw ConfigError("loss", "one of " + known, std::string(name));
  }
};

}  // namespace saddle::inline per_set
