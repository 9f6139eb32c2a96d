// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/limits.hpp>
#include <saddle/core/role.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string_view>

namespace saddle {

/// The learning rate stays as it is.
struct Constant {
  static constexpr Role role = Role::schedule;
  static constexpr std::string_view name = "constant";
  double factor(std::uint64_t, std::uint64_t) const { return 1; }
};

/// The learning rate is constant, then falls until the end of the run: linearly to 0, or
/// exponentially to a share of itself.
struct LearningRateDecay {
  static constexpr Role role = Role::schedule;
  static constexpr std::string_view name = "learning-rate-decay";

  double decay_from = 0.5;  // share of the run after which the rate falls; 1 = never
  double decay_to = 0;      // share that is left at the end; above 0 the decay is exponential

  SADDLE_DESCRIBE(LearningRateDecay, decay_from, decay_to);
  static constexpr Bounded bounded[] = {{"decay_from", limits::share},
                                        {"decay_to", limits::share, "0"}};

  /// Factor of the rate in step `step` (from 0) of `total`; 1 when the length is unknown (0).
  double factor(std::uint64_t step, std::uint64_t total) const {
    if (total == 0 || decay_from >= 1) return 1;
    const double progress = static_cast<double>(step) / static_cast<double>(total);
    const double left = std::clamp((1 - progress) / (1 - decay_from), 0.0, 1.0);
    return decay_to > 0 ? std::pow(decay_to, 1 - left) : left;
  }
};

}  // namespace saddle
