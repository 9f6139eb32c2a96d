// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>

#include <algorithm>
#include <cstddef>
#include <string>

namespace saddle::inline per_set {

/// Samples of any shape as rows.
///
/// Shapes: x (n, ...) -> (n, numbers per sample).
/// Errors: ConfigError for no samples.
template <class X>
Tensor<float, 2> as_rows(const X& x) {
  if (x.dimension() < 2 || x.size() == 0) {
    throw ConfigError(
        "samples", "(n, ...) with at least one",
        std::to_string(x.size()) + " numbers on " + std::to_string(x.dimension()) + " axes");
  }
  const std::size_t n = x.shape()[0];
  Tensor<float, 2> rows = xt::empty<float>({n, x.size() / n});
  std::transform(x.begin(), x.end(), rows.begin(), [](auto v) { return static_cast<float>(v); });
  return rows;
}

/// Samples first, first + 1, ... Shapes: x (n, size) -> (at most `count`, size).
inline Tensor<float, 2> rows_of(const Tensor<float, 2>& x, std::size_t first, std::size_t count) {
  const std::size_t n = std::min(count, x.shape(0) - first);
  Tensor<float, 2> rows = xt::empty<float>({n, x.shape(1)});
  if (n > 0) std::copy_n(&x(first, 0), rows.size(), rows.data());
  return rows;
}

}  // namespace saddle::inline per_set
