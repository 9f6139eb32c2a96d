// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <cmath>
#include <cstddef>
#include <limits>

namespace saddle::inline per_set {

/// The mean of terms, and how sure it is, term by term. Terms far from 0 lose no digits: equal ones
/// have no variance, not even rounding's.
///
/// Source: Welford 1962.
class RunningMean {
 public:
  void add(double term) {
    ++n_;
    const double away = term - mean_;
    mean_ += away / static_cast<double>(n_);
    squares_ += away * (term - mean_);
  }

  double value() const { return mean_; }

  /// The variance of the mean of independent terms; NaN of fewer than two.
  double variance() const {
    if (n_ < 2) return std::numeric_limits<double>::quiet_NaN();
    const auto n = static_cast<double>(n_);
    return squares_ / (n * (n - 1));
  }
  double standard_error() const { return std::sqrt(variance()); }

 private:
  std::size_t n_ = 0;
  double mean_ = 0, squares_ = 0;
};

}  // namespace saddle::inline per_set
