// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/limits.hpp>

namespace saddle {

/// Exponential moving average of parameters, a <- decay * a + (1 - decay) * p after every update;
/// decay 0 means none is kept.
struct Ema {
  double decay = 0;

  SADDLE_DESCRIBE(Ema, decay);
  static constexpr Bounded bounded[] = {{"decay", limits::decay}};

  bool enabled() const { return decay > 0; }
};

}  // namespace saddle
