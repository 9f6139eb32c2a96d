// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/data/label/one_hot.hpp>
#include <saddle/metric/quality/neighbours.hpp>

#include <cstddef>

namespace saddle {

/// The class of the nearest known sample (1-NN): what features know of classes without any
/// training.
///
/// Shapes: known (m, d), labels (m), samples (n, d) -> (n).
/// Errors: as `nearest`; ConfigError for another number of labels.
/// Cost:   n m d multiplications.
template <class A = simd::Arch, class T>
Tensor<int, 1> nearest_class(const Tensor<T, 2>& known, const Tensor<int, 1>& labels,
                             const Tensor<T, 2>& samples) {
  data::require_labels(labels.size(), known.shape(0));
  const Neighbours found = nearest<A>(samples, known, 1);
  Tensor<int, 1> verdicts = xt::empty<int>({samples.shape(0)});
  for (std::size_t i = 0; i < verdicts.size(); ++i) verdicts(i) = labels(found.number(i, 0));
  return verdicts;
}

}  // namespace saddle
