// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/limits.hpp>

#include <algorithm>
#include <cstdint>

namespace saddle {

/// Exponential moving average of parameters, a <- decay * a + (1 - decay) * p after every update;
/// decay 0 means none is kept.
///
/// Without a warm-up the first parameters weigh decay^t after t updates, so that a short run is
/// judged by them; with one, those after update t weigh t times those after the first, until the
/// decay is reached. Source: Shamir and Zhang 2013, polynomial-decay averaging with eta = 1.
struct Ema {
  double decay = 0;
  bool warm_up = false;  // update t has the decay (t - 1) / (t + 1) as long as that is less

  SADDLE_DESCRIBE(Ema, decay, warm_up);
  static constexpr Bounded bounded[] = {{"decay", limits::decay}, {"warm_up", {}, "false"}};

  bool enabled() const { return decay > 0; }

  /// The decay of an update, the first of which is number 1.
  double decay_at(std::uint64_t update) const {
    if (!warm_up) return decay;
    const auto t = static_cast<double>(update);
    return std::min(decay, (t - 1) / (t + 1));
  }
};

}  // namespace saddle
