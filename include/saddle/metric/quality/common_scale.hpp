// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/metric/estimate/two_samples.hpp>

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

namespace saddle::inline per_set {

/// Moves samples by the pooled mean of both distributions and divides them by one common
/// deviation: a critic sees numbers of unit size, and distances keep their proportions.
class CommonScale {
 public:
  /// Errors: ConfigError where p and q have different shapes or a number is not finite.
  explicit CommonScale(const TwoSamples& samples) : centre_(samples.p.shape(1)) {
    if (samples.q.shape(1) != centre_.size()) {
      throw ConfigError("samples of q", std::to_string(centre_.size()) + " numbers each, as of p",
                        std::to_string(samples.q.shape(1)));
    }
    const auto total = static_cast<double>(samples.p.shape(0) + samples.q.shape(0));
    const auto for_each_number = [&](auto visit) {
      for (const Tensor<float, 2>* side : {&samples.p, &samples.q}) {
        for (std::size_t i = 0; i < side->shape(0); ++i) {
          for (std::size_t k = 0; k < centre_.size(); ++k) {
            visit(k, static_cast<double>((*side)(i, k)));
          }
        }
      }
    };
    for_each_number([&](std::size_t k, double x) { centre_[k] += x / total; });
    double square = 0;
    for_each_number(
        [&](std::size_t k, double x) { square += (x - centre_[k]) * (x - centre_[k]); });
    square /= total * static_cast<double>(centre_.size());
    if (!std::isfinite(square)) throw ConfigError("samples", "finite numbers", "one that is not");
    if (square > 0) scale_ = std::sqrt(square);
  }

  /// How many numbers a sample has.
  std::size_t size() const { return centre_.size(); }

  /// How long a unit of the scaled samples is in the samples' own units.
  double scale() const { return scale_; }

  /// Shapes: x (n, size) -> (n, size).
  /// Errors: ConfigError for another size.
  Tensor<float, 2> operator()(const Tensor<float, 2>& x) const {
    if (x.shape(1) != centre_.size()) {
      throw ConfigError("samples", std::to_string(centre_.size()) + " numbers each",
                        std::to_string(x.shape(1)));
    }
    Tensor<float, 2> result = x;
    for (std::size_t i = 0; i < x.shape(0); ++i) {
      for (std::size_t k = 0; k < centre_.size(); ++k) {
        result(i, k) = static_cast<float>((static_cast<double>(x(i, k)) - centre_[k]) / scale_);
      }
    }
    return result;
  }

 private:
  std::vector<double> centre_;
  double scale_ = 1;
};

}  // namespace saddle::inline per_set
