// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/elementwise.hpp>
#include <saddle/backend/cpu/linalg/matrix_product.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/core/simd/lanes.hpp>
#include <saddle/core/tensor.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

namespace saddle {

namespace cpu {

/// y = A x of a symmetric A (n, n) of which the lower triangle is stored: every number is loaded
/// once and used twice. `parts` has room for a row of n numbers for each 256 rows.
template <class A>
void symmetric_matrix_vector(double* y, const double* a, std::size_t stride, const double* x,
                             std::size_t n, double* parts) {
  using B = simd::Batch<double, A>;
  constexpr std::size_t block = 256, rows = 4;
  const std::size_t blocks = (n + block - 1) / block;
  parallel::for_each(blocks, [&](std::size_t task) {
    double* const part = parts + task * n;
    const std::size_t last = std::min(n, (task + 1) * block);
    std::fill_n(part, last, 0.0);
    for (std::size_t row = task * block; row < last; row += rows) {
      const std::size_t count = std::min(rows, last - row);
      std::array<const double*, rows> from;
      std::array<B, rows> sums, factors;
      simd::unroll<rows>([&](auto r) __attribute__((always_inline)) {
        const std::size_t at = r < count ? r : 0;  // a row too many repeats the first, times 0
        from[r] = a + (row + at) * stride;
        sums[r] = B(0.0);
        factors[r] = B(r < count ? x[row + r] : 0.0);
      });
      for_registers<simd::width<double, A>>(
          0, row, [&](std::size_t c, auto lanes) __attribute__((always_inline)) {
            const B right = simd::load_partial<A>(x + c, lanes);
            B column = simd::load_partial<A>(part + c, lanes);
            simd::unroll<rows>([&](auto r) __attribute__((always_inline)) {
              const B value = simd::load_partial<A>(from[r] + c, lanes);
              sums[r] = simd::multiply_add(value, right, sums[r]);
              column = simd::multiply_add(value, factors[r], column);
            });
            simd::store_partial(part + c, column, lanes);
          });
      for (std::size_t r = 0; r < count; ++r) {
        const std::size_t i = row + r;
        double sum = simd::reduce_add(sums[r]) + from[r][i] * x[i];
        for (std::size_t j = row; j < i; ++j) {
          sum += from[r][j] * x[j];
          part[j] += from[r][j] * x[i];
        }
        part[i] += sum;
      }
    }
  });
  if (blocks > 0) std::copy_n(parts + (blocks - 1) * n, n, y);
  for (std::size_t task = 0; task + 1 < blocks; ++task) {
    for (std::size_t i = 0; i < (task + 1) * block; ++i) y[i] += parts[task * n + i];
  }
}

/// A symmetric tridiagonal matrix: `beside[i]` stands between `diagonal[i]` and `diagonal[i + 1]`.
struct Tridiagonal {
  std::vector<double> diagonal, beside;
};

/// Householder's reduction of a symmetric matrix, of which the lower triangle is stored and lost.
///
/// It works from the last row, which lies in memory as one, to the first; the rows before a panel
/// of 32 get what the panel does to them in one product.
template <class A>
Tridiagonal tridiagonalise(double* a, std::size_t stride, std::size_t n) {
  constexpr std::size_t panel = 32;
  Tridiagonal result{std::vector<double>(n), std::vector<double>(n > 0 ? n - 1 : 0)};
  const std::size_t width = spread_stride<double>(n);
  Tensor<double, 2> pairs({2 * panel, width}, 0.0);    // v0, w0, v1, w1, ...
  Tensor<double, 2> swapped({2 * panel, width}, 0.0);  // w0, v0, w1, v1, ...
  std::vector<double> parts((n + 255) / 256 * n);
  std::array<double, 2 * panel> dots, factors;
  for (std::size_t end = n; end > 0;) {
    const std::size_t begin = end > panel ? end - panel : 0;
    std::size_t known = 0;  // rows of `pairs`
    for (std::size_t i = end; i-- > begin; known += 2) {
      double* const row = a + i * stride;
      for (std::size_t p = 0; p < known; ++p) factors[p] = -swapped(p, i);
      add_rows<A>(row, factors.data(), pairs.data(), width, known, i + 1);
      result.diagonal[i] = row[i];
      if (i == 0) break;
      double tail = 0;  // squared length of what becomes zero
      for (std::size_t c = 0; c + 1 < i; ++c) tail += row[c] * row[c];
      const double alpha = row[i - 1];
      const double length = std::sqrt(alpha * alpha + tail);
      const double beta = tail == 0 ? alpha : std::copysign(length, -alpha);
      const double tau = tail == 0 ? 0 : (beta - alpha) / beta;
      result.beside[i - 1] = beta;
      double* const v = &pairs(known, 0);
      double* const w = &pairs(known + 1, 0);
      const double scale = tail == 0 ? 0 : 1 / (alpha - beta);
      for (std::size_t c = 0; c + 1 < i; ++c) v[c] = row[c] * scale;
      v[i - 1] = 1;
      symmetric_matrix_vector<A>(w, a, stride, v, i, parts.data());
      dot_rows<A>(dots.data(), pairs.data(), width, v, known, i);
      for (std::size_t p = 0; p < known; ++p) factors[p] = -dots[p ^ 1];
      add_rows<A>(w, factors.data(), pairs.data(), width, known, i);
      double product = 0;
      for (std::size_t c = 0; c < i; ++c) product += w[c] * v[c];
      const double back = tau * product / 2;
      for (std::size_t c = 0; c < i; ++c) w[c] = tau * (w[c] - back * v[c]);
      std::copy_n(w, i, &swapped(known, 0));
      std::copy_n(v, i, &swapped(known + 1, 0));
    }
    add_product<A, Left::columns, Right::rows>(
        ProductOf<double>{pairs.data(), width, swapped.data(), width, begin, begin, known},
        Accumulate<double>{a, stride}, Part::lower, Sign::minus);
    end = begin;
  }
  return result;
}

/// The eigenvalues, in no particular order.
///
/// Errors: NumericError where 30 iterations per eigenvalue do not lead to finite numbers.
/// Source: implicit QL without square roots: Pal, Walker and Kahan, in Parlett 1998, section 8.15.
inline std::vector<double> eigenvalues(Tridiagonal matrix) {
  std::vector<double>& d = matrix.diagonal;
  std::vector<double>& e = matrix.beside;  // squared from here on
  const std::size_t n = d.size();
  for (double& x : e) x *= x;
  constexpr double epsilon = std::numeric_limits<double>::epsilon() / 2;
  const auto negligible = [&](std::size_t m) {
    return e[m] <= epsilon * epsilon * std::abs(d[m] * d[m + 1]) ||
           e[m] < std::numeric_limits<double>::min();
  };
  std::size_t left = 30 * n;
  const auto failure = [&] {
    return NumericError(std::string("eigenvalues: no finite ones in ") + std::to_string(30 * n) +
                        " iterations; is every number of the matrix finite?");
  };
  for (std::size_t l = 0; l < n; ++l) {
    for (;;) {
      std::size_t m = l;
      while (m + 1 < n && !negligible(m)) ++m;
      if (m == l) break;
      if (left-- == 0) throw failure();
      const double root = std::sqrt(e[l]);
      const double slant = (d[l + 1] - d[l]) / (2 * root);
      const double shift = d[l] - root / (slant + std::copysign(std::hypot(slant, 1), slant));
      double cosine = 1, sine = 0, gamma = d[m] - shift, p = gamma * gamma;  // squared sine, cosine
      for (std::size_t i = m; i-- > l;) {
        const double beside = e[i], r = p + beside;
        if (i + 1 < m) e[i + 1] = sine * r;
        const double old_cosine = cosine, old_gamma = gamma;
        cosine = p / r;
        sine = beside / r;
        gamma = cosine * (d[i] - shift) - sine * old_gamma;
        d[i + 1] = old_gamma + (d[i] - gamma);
        p = cosine != 0 ? gamma * gamma / cosine : old_cosine * beside;
      }
      e[l] = sine * p;
      d[l] = shift + gamma;
    }
    if (!std::isfinite(d[l])) throw failure();
  }
  return d;
}

}  // namespace cpu

/// The eigenvalues of a symmetric matrix, in no particular order.
///
/// Shapes: a (n, n), of which the lower triangle is read.
/// Errors: NumericError for numbers that are not finite.
/// Accuracy: some epsilon times the largest magnitude of an eigenvalue.
/// Cost:   2/3 n^3 multiplications, half of them as fast as memory allows.
template <class A = simd::Arch>
std::vector<double> symmetric_eigenvalues(const Tensor<double, 2>& a) {
  const std::size_t n = a.shape(0), stride = cpu::spread_stride<double>(n);
  Tensor<double, 2> copy({n, stride}, 0.0);
  for (std::size_t i = 0; i < n; ++i) std::copy_n(&a(i, 0), i + 1, &copy(i, 0));
  return cpu::eigenvalues(cpu::tridiagonalise<A>(copy.data(), stride, n));
}

}  // namespace saddle
