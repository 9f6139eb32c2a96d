// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/limits.hpp>
#include <saddle/core/role.hpp>

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace saddle {

/// The learning rate stays as it is.
struct Constant {
  static constexpr Role role = Role::schedule;
  static constexpr std::string_view name = "constant";
  double factor(std::uint64_t, std::uint64_t) const { return 1; }
};

/// The learning rate is constant, then falls linearly to 0 at the end of the run.
struct LinearDecay {
  static constexpr Role role = Role::schedule;
  static constexpr std::string_view name = "linear-decay";

  double decay_from = 0.5;  // share of the run after which the rate falls; 1 = never

  SADDLE_DESCRIBE(LinearDecay, decay_from);
  static constexpr Bounded bounded[] = {{"decay_from", limits::share}};

  /// Factor of the rate in step `step` (from 0) of `total`; 1 when the length is unknown (0).
  double factor(std::uint64_t step, std::uint64_t total) const {
    if (total == 0 || decay_from >= 1) return 1;
    const double progress = static_cast<double>(step) / static_cast<double>(total);
    return std::clamp((1 - progress) / (1 - decay_from), 0.0, 1.0);
  }
};

}  // namespace saddle
