// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/math.hpp>
#include <saddle/core/role.hpp>

#include <limits>

namespace saddle {

inline constexpr double infinity = std::numeric_limits<double>::infinity();

/// The domain of a conjugate: all t up to `high`.
///
/// Density ratios are never negative, so f* never decreases and its domain has no lower end.
struct Interval {
  double high = infinity;
  bool closed = false;  // whether `high` itself belongs to the interval

  constexpr bool contains(double t) const { return closed ? t <= high : t < high; }
};

/// `formula(t)` inside `domain` and +infinity above it; the formula only meets arguments from
/// inside, so it may take logarithms and roots. NaN stays NaN.
template <Interval domain, class T, class Formula>
SADDLE_HD constexpr T on_domain(const T& t, Formula formula) {
  const T high = math::constant<T>(domain.high);
  const T inside = math::constant<T>(domain.high - 1);
  const T beyond = math::constant<T>(infinity);
  if constexpr (domain.closed) {
    return math::select(t > high, beyond, formula(math::select(t > high, inside, t)));
  } else {
    return math::select(t >= high, beyond, formula(math::select(t >= high, inside, t)));
  }
}

}  // namespace saddle
