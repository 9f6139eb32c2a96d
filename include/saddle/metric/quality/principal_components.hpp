// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/linalg/leading_eigenvectors.hpp>
#include <saddle/backend/cpu/linalg/matrix_product.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/metric/quality/gaussian_statistics.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace saddle {

/// The directions in which features vary most: a projection onto two of them is a picture, onto
/// fifty a baseline for features that were learnt.
template <class A = simd::Arch>
class PrincipalComponents {
 public:
  /// Shapes: features (n, d).
  /// Errors: ConfigError for fewer than two samples, or unless d has `count` directions.
  PrincipalComponents(const Tensor<float, 2>& features, std::size_t count) {
    const GaussianStatistics statistics = gaussian_statistics<float, A>(features);
    mean_ = statistics.mean;
    pairs_ = leading_eigenvectors<A>(statistics.covariance, count);
  }

  /// The variance along every direction, the greatest first.
  const std::vector<double>& variances() const { return pairs_.values; }

  /// Where samples lie along the directions, seen from the mean. Shapes: features (n, d) -> (n,
  /// count).
  ///
  /// Errors: ConfigError for another number of features.
  Tensor<float, 2> operator()(const Tensor<float, 2>& features) const {
    const std::size_t n = features.shape(0), d = mean_.size(), count = variances().size();
    if (features.shape(1) != d) {
      throw ConfigError("features", std::to_string(d) + " numbers a sample",
                        std::to_string(features.shape(1)));
    }
    Tensor<double, 2> centred = Tensor<double, 2>::from_shape({n, d});
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < d; ++j) {
        centred(i, j) = static_cast<double>(features(i, j)) - mean_(j);
      }
    }
    Tensor<double, 2> places({n, count}, 0.0);
    cpu::add_product<A, cpu::Left::rows, cpu::Right::columns>(
        cpu::ProductOf<double>{centred.data(), d, pairs_.vectors.data(), d, n, count, d},
        cpu::Accumulate<double>{places.data(), count});
    return Tensor<float, 2>(places);
  }

 private:
  Tensor<double, 1> mean_;
  EigenPairs pairs_;
};

}  // namespace saddle
