// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/metric/estimate/two_samples.hpp>
#include <saddle/metric/quality/common_scale.hpp>

#include <cmath>
#include <cstddef>
#include <vector>

namespace saddle::inline per_set {

/// Brings every column of samples to mean 0 and deviation 1, pooled over both distributions: the
/// columns of a table have units of their own. Wider samples are pixels of one unit, which one
/// common deviation divides, so that a pixel that hardly ever changes does not count for more.
class ColumnScale {
 public:
  static constexpr std::size_t widest_table = 32;

  /// Errors: ConfigError where p and q have different shapes or a number is not finite.
  explicit ColumnScale(const TwoSamples& samples)
      : common_(samples), deviations_(common_.size(), 1.0) {
    if (common_.size() > widest_table) return;
    const TwoSamples scaled{common_(samples.p), common_(samples.q)};
    const auto total = static_cast<double>(samples.p.shape(0) + samples.q.shape(0));
    for (std::size_t k = 0; k < deviations_.size(); ++k) {
      double square = 0;
      for (const Tensor<float, 2>* side : {&scaled.p, &scaled.q}) {
        for (std::size_t i = 0; i < side->shape(0); ++i) {
          square += static_cast<double>((*side)(i, k)) * static_cast<double>((*side)(i, k));
        }
      }
      if (square > 0) deviations_[k] = std::sqrt(square / total);
    }
  }

  /// How many numbers a sample has.
  std::size_t size() const { return deviations_.size(); }

  /// Shapes: x (n, size) -> (n, size).
  /// Errors: ConfigError for another size.
  Tensor<float, 2> operator()(const Tensor<float, 2>& x) const {
    Tensor<float, 2> result = common_(x);
    for (std::size_t i = 0; i < x.shape(0); ++i) {
      for (std::size_t k = 0; k < size(); ++k) {
        result(i, k) = static_cast<float>(static_cast<double>(result(i, k)) / deviations_[k]);
      }
    }
    return result;
  }

 private:
  CommonScale common_;
  std::vector<double> deviations_;  // of the columns on the common scale
};

}  // namespace saddle::inline per_set
