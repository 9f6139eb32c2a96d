// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>

#include <algorithm>
#include <compare>
#include <cstddef>
#include <numeric>
#include <vector>

namespace saddle::inline per_set {

/// The numbers of the rows, from the least row to the greatest: an order that depends on what the
/// samples are, not on how they came. A score that draws from it is the same for a file that is
/// sorted, by class for instance, and for one that is not.
///
/// Shapes: rows (n, d) -> (n).
/// Cost:   about n log n comparisons of rows, which mostly end at their first numbers.
template <class T>
std::vector<std::size_t> sorted_rows(const Tensor<T, 2>& rows) {
  const std::size_t n = rows.shape(0), d = rows.shape(1);
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const T *const left = rows.data() + a * d, *const right = rows.data() + b * d;
    return std::lexicographical_compare_three_way(left, left + d, right, right + d,
                                                  std::strong_order) < 0;  // which knows NaN too
  });
  return order;
}

}  // namespace saddle::inline per_set
