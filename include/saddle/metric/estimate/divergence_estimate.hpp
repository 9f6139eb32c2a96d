// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace saddle::inline per_set {

/// Whether a number that was estimated from samples can be used.
enum class Verdict {
  reliable,
  critic_too_weak,  ///< a witness proves more, the bound still rises, or there are too few samples
  overfitted,       ///< the critic knows its training samples, not their distributions
  heavy_tail,       ///< a few rare samples decide the mean
  no_finite_estimate  ///< no number of samples shows an end of it
};

/// The verdict in words.
constexpr std::string_view sentence(Verdict verdict) {
  switch (verdict) {
    case Verdict::reliable: return "reliable";
    case Verdict::critic_too_weak: return "critic too weak";
    case Verdict::overfitted: return "overfitted";
    case Verdict::heavy_tail: return "heavy tail";
    case Verdict::no_finite_estimate: return "no finite estimate";
  }
  return "unknown verdict";
}

/// A distance between two distributions as samples show it: what a critic says of held-out ones.
struct DivergenceEstimate {
  std::string name;
  double value = 0;  ///< a mean over the held-out samples, a lower bound in expectation
  double least = 0;  ///< what two equal distributions have: no estimate is below
  double greatest = std::numeric_limits<double>::infinity();  ///< what disjoint distributions have
  double standard_error = 0;                                  ///< of the value
  std::size_t samples = 0;                                    ///< held-out ones of the smaller side
  double tail_index = 0;    ///< the largest k-hat of the tails that count (`tail_index`), or NaN
  bool diverging = false;   ///< whether ever larger scores would still raise it
  bool rising = false;      ///< whether a longer training or more samples would still raise it
  bool outvoted = false;    ///< whether a vote of neighbours proves more
  bool overfitted = false;  ///< whether the training samples' value, or the worst, is far from it
  std::vector<double> history{};  ///< the value at equal intervals of the training, if recorded

  static constexpr double heavy = 0.7, infinite = 1;  // of the tail index
  static constexpr double quantile = 2.575829;        // of the normal distribution, for 99 %

  /// The ends of the 99 % interval of this critic's bound: its sampling error. What another critic
  /// would find besides is not in it.
  double low() const { return std::max(least, value - quantile * standard_error); }
  double high() const { return std::max(least, value + quantile * standard_error); }

  /// How far a reliable value may be from the truth.
  double tolerance() const { return std::max(relative * (value - least), absolute); }

  Verdict verdict() const {
    const bool endless = !std::isfinite(greatest) && (diverging || tail_index >= infinite);
    if (endless || !std::isfinite(value)) return Verdict::no_finite_estimate;
    if (!(tail_index <= heavy)) return Verdict::heavy_tail;
    if (overfitted) return Verdict::overfitted;
    const bool may_rise = (rising || diverging) && greatest - value > tolerance();
    if (may_rise || outvoted || imprecise()) return Verdict::critic_too_weak;
    return Verdict::reliable;
  }

  /// Whether there is a number to show: not where no end of it is seen, nor where a critic that is
  /// too weak found nothing, which would read as equality.
  bool is_known() const {
    const Verdict found = verdict();
    if (found == Verdict::critic_too_weak) return value > least;
    return found != Verdict::no_finite_estimate;
  }

  /// Puts the value behind those of earlier times of the training; it is diverging if it rose
  /// clearly in the last quarter.
  void follow(std::vector<double> earlier) {
    history = std::move(earlier);
    history.push_back(value);
    const double rise = value - history[history.size() - 1 - history.size() / 4];
    constexpr double clear = 0.1, tiny = 1e-3;  // of the value, and in its own units
    diverging = diverging || (tail_index < heavy && rise > 3 * standard_error &&
                              rise > std::max(clear * std::abs(value - least), tiny));
  }

 private:
  static constexpr double relative = 0.15, absolute = 0.01;

  /// Whether the samples are too few for the value, or to call two distributions equal.
  bool imprecise() const {
    constexpr std::size_t fewest = 25, fewest_of_equal = 1'000;
    constexpr double nothing = 0.025;  // where little is left of it
    const double allowed = std::max(relative * (value - least), nothing);
    return samples < (low() > least ? fewest : fewest_of_equal) ||
           quantile * standard_error > allowed;
  }
};

/// The head of a table of estimates.
inline std::string estimate_header() {
  return "distance       estimate    99 % of sampling error   k-hat  verdict";
}

/// One line of that table; without digits where there is no estimate.
inline std::string to_string(const DivergenceEstimate& estimate) {
  std::string value = "-", interval = "-", tail = "none";
  const auto print = [](std::string& to, const char* format, auto... numbers) {
    char text[64];
    std::snprintf(text, sizeof text, format, numbers...);
    to = text;
  };
  if (estimate.is_known()) {
    print(value, "%.4g", estimate.value);
    print(interval, "[%.4g, %.4g]", estimate.low(), estimate.high());
  }
  if (std::isnan(estimate.tail_index)) tail = "?";
  if (std::isfinite(estimate.tail_index)) print(tail, "%.2f", estimate.tail_index);
  char line[160];
  std::snprintf(line, sizeof line, "%-12s %10s    %-23s %6s  ", estimate.name.c_str(),
                value.c_str(), interval.c_str(), tail.c_str());
  return line + std::string(sentence(estimate.verdict()));
}

}  // namespace saddle::inline per_set
