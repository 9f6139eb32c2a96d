// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/dual.hpp>
#include <saddle/core/math.hpp>
#include <saddle/core/role.hpp>

namespace saddle {

/// log of the Lambert function: y with e^y + y = c, that is y = log W(e^c), for any c however
/// large: e^c itself would overflow at 710.
///
/// Six Newton steps, always, so that batches need no vote. The left side is convex and increasing
/// and the start lies right of the root, so the steps descend to it and cannot overshoot.
///
/// Accuracy: 1e-15 * max(1, |c|), in double.
template <class T>
SADDLE_HD constexpr T log_lambert(const T& c) {
  T y = math::select(c < T(1), c, math::log(math::max(c, T(1))));
  for (int step = 0; step < 6; ++step) {
    const T power = math::exp(y);
    y = y - (power + y - c) / (power + T(1));
  }
  return y;
}

/// The slope by the implicit rule, dy/dc = 1 / (1 + e^y), instead of through the Newton steps.
template <class T>
SADDLE_HD constexpr Dual<T> log_lambert(const Dual<T>& c) {
  const T y = log_lambert(c.value);
  return {y, math::sigmoid(-y) * c.slope};
}

}  // namespace saddle
