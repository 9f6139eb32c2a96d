// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/simd.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/metric/quality/neighbours.hpp>

#include <algorithm>
#include <cstddef>
#include <string>

namespace saddle {

/// The share of translations whose true counterpart, the target of the same number, is the nearest
/// of all targets: 1 / n by chance. A target that equals the counterpart counts as it.
///
/// Shapes: translations (n, d), targets (n, d); images by `RawPixels{}.features`.
/// Errors: ConfigError for another number of targets; as `visit_distances`.
/// Cost:   n^2 d multiplications.
template <class A = simd::Arch, class T>
double retrieval_rate(const Tensor<T, 2>& translations, const Tensor<T, 2>& targets) {
  const std::size_t n = translations.shape(0), d = targets.shape(1);
  if (targets.shape(0) != n) {
    throw ConfigError("targets",
                      std::string("one for each of ") + std::to_string(n) + " translations",
                      std::to_string(targets.shape(0)));
  }
  const Neighbours found = nearest<A>(translations, targets, 1);
  std::size_t right = 0;
  for (std::size_t i = 0; i < n; ++i) {
    right +=
        std::equal(&targets(i, 0), &targets(i, 0) + d, &targets(found.number(i, 0), 0)) ? 1 : 0;
  }
  return static_cast<double>(right) / static_cast<double>(n);
}

}  // namespace saddle
