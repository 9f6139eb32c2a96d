// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <ostream>

/// What `x == near(expected, tolerance)` compares with.
struct Near {
  double expected;
  double tolerance;

  friend bool operator==(double x, const Near& n) {
    return x == n.expected ||
           std::abs(x - n.expected) <= n.tolerance * std::max(1.0, std::abs(n.expected));
  }
  friend std::ostream& operator<<(std::ostream& out, const Near& n) {
    return out << n.expected << " (within " << n.tolerance << ")";
  }
};

/// Equal up to `tolerance`, relative to the expected magnitude where that exceeds 1.
inline Near near(double expected, double tolerance) { return {expected, tolerance}; }
