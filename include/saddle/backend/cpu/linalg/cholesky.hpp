// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/linalg/matrix_product.hpp>
#include <saddle/core/tensor.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

namespace saddle {

/// L L^T = P S P^T of a positive semidefinite S, with as many columns as S has rank.
struct Cholesky {
  Tensor<double, 2> factor;  ///< L, zero above the diagonal; rows may have padding behind them
  std::vector<std::size_t> order;  ///< row i of P S P^T is row order[i] of S
  std::size_t rank = 0;            ///< columns of L; the others are to be ignored
};

namespace cpu {

/// Exchanges indices j < q of a symmetric matrix of which the lower triangle is stored.
inline void exchange_symmetric(double* a, std::size_t stride, std::size_t n, std::size_t j,
                               std::size_t q) {
  std::swap_ranges(a + j * stride, a + j * stride + j, a + q * stride);
  std::swap(a[j * stride + j], a[q * stride + q]);
  for (std::size_t t = j + 1; t < q; ++t) std::swap(a[t * stride + j], a[q * stride + t]);
  for (std::size_t t = q + 1; t < n; ++t) std::swap(a[t * stride + j], a[t * stride + q]);
}

}  // namespace cpu

/// Cholesky's factor with diagonal pivoting, which stops where what is left is rounding.
///
/// Shapes: s (d, d), of which the lower triangle is read.
/// Accuracy: the rank counts pivots above d epsilon times the largest diagonal element.
/// Cost:   d^3 / 6 multiplications.
/// Source: Higham 2002, section 10.3; blocked as Lucas 2004.
template <class A = simd::Arch>
Cholesky cholesky(const Tensor<double, 2>& s) {
  using namespace cpu;
  constexpr std::size_t block = 64;
  const std::size_t n = s.shape(0), stride = spread_stride<double>(n);
  Cholesky result{Tensor<double, 2>({n, stride}, 0.0), std::vector<std::size_t>(n)};
  std::iota(result.order.begin(), result.order.end(), std::size_t{0});
  double* const a = result.factor.data();
  std::vector<double> left(n), column(n);  // what is left of the diagonal; the newest column
  for (std::size_t i = 0; i < n; ++i) {
    std::copy_n(&s(i, 0), i + 1, a + i * stride);
    left[i] = s(i, i);
  }
  const double least = static_cast<double>(n) * std::numeric_limits<double>::epsilon() *
                       (n > 0 ? *std::max_element(left.begin(), left.end()) : 0);
  for (std::size_t first = 0; first < n; first += block) {
    const std::size_t last = std::min(n, first + block);
    for (std::size_t j = first; j < last; ++j) {
      const auto top = std::max_element(left.begin() + static_cast<std::ptrdiff_t>(j), left.end());
      if (!(*top > least)) {
        for (std::size_t i = 0; i < n; ++i) {  // nothing right of the rank or of the diagonal
          std::fill(a + i * stride + std::min(i + 1, j), a + i * stride + n, 0.0);
        }
        return result;
      }
      const auto q = static_cast<std::size_t>(top - left.begin());
      if (q != j) {
        exchange_symmetric(a, stride, n, j, q);
        std::swap(left[j], left[q]);
        std::swap(result.order[j], result.order[q]);
      }
      const double pivot = std::sqrt(left[j]);
      a[j * stride + j] = pivot;
      if (j > first) {
        dot_rows<A>(column.data() + j + 1, a + (j + 1) * stride + first, stride,
                    a + j * stride + first, n - j - 1, j - first);
      } else {
        std::fill(column.begin() + static_cast<std::ptrdiff_t>(j) + 1, column.end(), 0.0);
      }
      for (std::size_t i = j + 1; i < n; ++i) {
        double& value = a[i * stride + j];
        value = (value - column[i]) / pivot;
        left[i] -= value * value;
      }
      result.rank = j + 1;
    }
    double* const rest = a + last * stride;
    add_product<A, Left::rows, Right::columns>(
        ProductOf<double>{rest + first, stride, rest + first, stride, n - last, n - last,
                          last - first},
        Accumulate<double>{rest + last, stride}, Part::lower, Sign::minus);
  }
  for (std::size_t i = 0; i < n; ++i) {
    std::fill(a + i * stride + i + 1, a + i * stride + n, 0.0);
  }
  return result;
}

}  // namespace saddle
