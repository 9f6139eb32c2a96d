// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace saddle::inline per_set {

namespace transport {

/// A mean of |x - y|^p as unit^p * mean: the power itself may leave the range of double where its
/// root does not.
struct ScaledCost {
  double unit = 0, mean = 0;

  double root(double power) const { return unit * (power == 1 ? mean : std::pow(mean, 1 / power)); }
};

/// The unit of costs whose greatest distance is `greatest`: no power of a distance overflows, and
/// that of the greatest does not underflow.
inline double unit_of(double greatest, double power) {
  if (!(greatest > 0)) return 1;
  if (power > 2) return greatest;
  // A power of two is divided by without rounding.
  return std::ldexp(1,
                    std::min(std::ilogb(greatest), std::numeric_limits<double>::max_exponent - 1));
}

/// |difference / unit|^power, for powers that are common without a call.
inline double cost_of(double difference, double unit, double power) {
  const double size = std::abs(difference) / unit;
  return power == 1 ? size : power == 2 ? size * size : std::pow(size, power);
}

}  // namespace transport

}  // namespace saddle::inline per_set
