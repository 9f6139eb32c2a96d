// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/shape.hpp>
#include <saddle/core/tensor.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>

namespace saddle {

/// The steepest slope of a critic that is found on the straight lines from data to samples, where
/// the gradient penalty measures it too: a lower bound of its Lipschitz constant.
///
/// Each line is cut into `pieces`; the slope of a piece is the difference of the scores at its ends
/// over its length. `scores(x)` is one number for each row of x.
///
/// Shapes: data and samples (n, d).
/// Units:  scores per unit of the data, Euclidean.
/// Errors: ConfigError for no lines, or data and samples of different shapes.
/// Cost:   n (pieces + 1) scores.
template <class T, class Scores>
double steepest_slope(const Tensor<T, 2>& data, const Tensor<T, 2>& samples, Scores&& scores,
                      std::size_t pieces = 64) {
  const std::size_t n = data.shape(0), d = data.shape(1), ends = pieces + 1;
  if (pieces == 0) throw ConfigError("steepest_slope: pieces", "one or more", "none");
  if (n == 0 || samples.shape(0) != n || samples.shape(1) != d) {
    throw ConfigError("steepest_slope: shape of the samples",
                      n == 0 ? "at least one row" : shape_text(data.shape()) + ", as the data have",
                      shape_text(samples.shape()));
  }
  Tensor<T, 2> points = Tensor<T, 2>::from_shape({n * ends, d});
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t e = 0; e < ends; ++e) {
      const T share = static_cast<T>(e) / static_cast<T>(pieces);
      for (std::size_t k = 0; k < d; ++k) {
        points(i * ends + e, k) = (1 - share) * data(i, k) + share * samples(i, k);
      }
    }
  }
  const auto values = scores(points);  // (n * ends)
  double steepest = 0;
  for (std::size_t i = 0; i < n; ++i) {
    double square = 0;
    for (std::size_t k = 0; k < d; ++k) {
      square += std::pow(static_cast<double>(samples(i, k)) - static_cast<double>(data(i, k)), 2);
    }
    const double length = std::sqrt(square) / static_cast<double>(pieces);
    // A line much shorter than the data are apart has slopes made of rounding.
    if (!(length > 1e-6 * (1 + std::abs(static_cast<double>(data(i, 0)))))) continue;
    for (std::size_t e = 0; e < pieces; ++e) {
      const std::size_t at = i * ends + e;
      steepest = std::max(steepest, std::abs(values(at + 1) - values(at)) / length);
    }
  }
  return steepest;
}

}  // namespace saddle
