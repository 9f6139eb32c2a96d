// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace saddle::inline per_set {

/// Whether a number that was estimated from samples can be used.
enum class Verdict { reliable, heavy_tail, no_finite_estimate };

/// The verdict in words; empty for a reliable number.
constexpr std::string_view sentence(Verdict verdict) {
  switch (verdict) {
    case Verdict::reliable: return "";
    case Verdict::heavy_tail: return "unreliable: heavy tail";
    case Verdict::no_finite_estimate: return "no finite estimate";
  }
  return "unknown verdict";
}

/// A distance between two distributions as samples show it: what a critic says of held-out ones.
struct DivergenceEstimate {
  std::string name;
  double value = 0;           ///< a mean over the held-out samples, a lower bound in expectation
  double standard_error = 0;  ///< of that mean
  double tail_index = 0;      ///< the largest k-hat of the terms behind it, see `tail_index`
  bool rising = false;        ///< whether a larger or longer trained critic would still raise it
  std::vector<double> history{};  ///< the value at equal intervals of the training

  static constexpr double heavy = 0.7, infinite = 1;  // of the tail index
  static constexpr double quantile = 2.575829;        // of the normal distribution, for 99 %

  /// The ends of the 99 % interval of the bound.
  double low() const { return value - quantile * standard_error; }
  double high() const { return value + quantile * standard_error; }

  Verdict verdict() const {
    if (rising || tail_index >= infinite) return Verdict::no_finite_estimate;
    return tail_index > heavy ? Verdict::heavy_tail : Verdict::reliable;
  }

  /// Puts the value behind those of earlier times of the training; it is rising if it rose clearly
  /// in the last quarter. `least` is what two equal distributions have.
  void follow(std::vector<double> earlier, double least) {
    history = std::move(earlier);
    history.push_back(value);
    const double rise = value - history[history.size() - 1 - history.size() / 4];
    constexpr double clear = 0.1, tiny = 1e-3;  // of the value, and in its own units
    rising = rising || (tail_index < heavy && rise > 3 * standard_error &&
                        rise > std::max(clear * std::abs(value - least), tiny));
  }
};

/// The head of a table of estimates.
inline std::string estimate_header() {
  return "distance       estimate    99 % interval            k-hat  verdict";
}

/// One line of that table.
inline std::string to_string(const DivergenceEstimate& estimate) {
  const std::string interval = [&] {
    char text[64];
    std::snprintf(text, sizeof text, "[%.4g, %.4g]", estimate.low(), estimate.high());
    return std::string(text);
  }();
  char tail[16] = "none";
  if (std::isfinite(estimate.tail_index)) {
    std::snprintf(tail, sizeof tail, "%.2f", estimate.tail_index);
  }
  char line[160];
  std::snprintf(line, sizeof line, "%-12s %10.4g    %-23s %6s", estimate.name.c_str(),
                estimate.value, interval.c_str(), tail);
  std::string text = line;
  const std::string_view verdict = sentence(estimate.verdict());
  if (!verdict.empty()) text.append("  ").append(verdict);
  return text;
}

}  // namespace saddle::inline per_set
