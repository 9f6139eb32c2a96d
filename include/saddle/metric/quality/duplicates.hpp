// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/metric/quality/neighbours.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace saddle {

/// The median distance of a sample to its nearest other: what is usual among real samples.
///
/// Shapes: samples (n, d).
/// Errors: ConfigError for fewer than two samples.
/// Cost:   n^2 d multiplications.
template <class A = simd::Arch, class T>
double typical_distance(const Tensor<T, 2>& samples) {
  const Neighbours found = nearest<A>(samples, samples, 1, Itself::is_skipped);
  std::vector<double> squares(found.square.begin(), found.square.end());
  const auto middle = squares.begin() + static_cast<std::ptrdiff_t>(squares.size() / 2);
  std::nth_element(squares.begin(), middle, squares.end());
  return std::sqrt(*middle);
}

/// The share of samples that have another sample nearer than `distance`: 0 for a model whose
/// samples are all different, 1 for one that collapsed. None are nearer than 0, the usual distance
/// of data that repeat each other: there equal samples are no sign of a collapse.
///
/// Shapes: samples (n, d).
/// Errors: ConfigError for fewer than two samples.
/// Cost:   n^2 d multiplications.
template <class A = simd::Arch, class T>
double duplicate_rate(const Tensor<T, 2>& samples, double distance) {
  const Neighbours found = nearest<A>(samples, samples, 1, Itself::is_skipped);
  const auto close = std::count_if(found.square.begin(), found.square.end(),
                                   [&](double x) { return x < distance * distance; });
  return static_cast<double>(close) / static_cast<double>(samples.shape(0));
}

}  // namespace saddle
