// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>
#include <saddle/backend/cpu/elementwise.hpp>

#include <cmath>
#include <cstddef>

/// The two factors of L U in one matrix: below the diagonal the numbers of L, whose diagonal is 1,
/// above it those of U, and on it the logarithms of U's diagonal.
namespace saddle {

enum class Triangle { lower, upper };

namespace cpu {

/// One factor, or its transpose, of a matrix of `size` rows.
template <Triangle part, bool transposed, class T>
struct Factor {
  const T* m;
  std::size_t size;
  static constexpr bool above = (part == Triangle::upper) != transposed;  // of the diagonal

  T operator()(std::size_t i, std::size_t j) const {
    return transposed ? m[j * size + i] : m[i * size + j];
  }
  T diagonal(std::size_t i) const {
    return part == Triangle::upper ? std::exp(m[i * size + i]) : T(1);
  }
  /// Row i times x, but for the diagonal.
  T rest(std::size_t i, const T* x) const {
    T sum = 0;
    for (std::size_t j = above ? i + 1 : 0; j < (above ? size : i); ++j)
      sum += (*this)(i, j) * x[j];
    return sum;
  }
};

}  // namespace cpu

/// Every row of `out` is a factor, or its transpose, times that of `in`.
///
/// Shapes: in and out (n, size), m (size, size).
template <Triangle part, bool transposed, class T, class A>
void multiply_triangle(BasicCpu<T, A>&, Write<BasicCpu<T, A>> out, Read<BasicCpu<T, A>> in,
                       Read<BasicCpu<T, A>> m, std::size_t n, std::size_t size) {
  const cpu::Factor<part, transposed, T> factor{raw(m), size};
  cpu::for_blocks(n, size * size, [&](std::size_t first, std::size_t last) {
    for (std::size_t row = first; row < last; ++row) {
      const T* const x = raw(in) + row * size;
      T* const y = raw(out) + row * size;
      for (std::size_t i = 0; i < size; ++i) y[i] = factor.diagonal(i) * x[i] + factor.rest(i, x);
    }
  });
}

/// Every row of `out` is what a factor, or its transpose, maps to that of `in`.
///
/// Shapes: in and out (n, size), m (size, size).
template <Triangle part, bool transposed, class T, class A>
void solve_triangle(BasicCpu<T, A>&, Write<BasicCpu<T, A>> out, Read<BasicCpu<T, A>> in,
                    Read<BasicCpu<T, A>> m, std::size_t n, std::size_t size) {
  using Factor = cpu::Factor<part, transposed, T>;
  const Factor factor{raw(m), size};
  cpu::for_blocks(n, size * size, [&](std::size_t first, std::size_t last) {
    for (std::size_t row = first; row < last; ++row) {
      const T* const y = raw(in) + row * size;
      T* const x = raw(out) + row * size;
      for (std::size_t k = 0; k < size; ++k) {
        const std::size_t i = Factor::above ? size - 1 - k : k;
        x[i] = (y[i] - factor.rest(i, x)) / factor.diagonal(i);
      }
    }
  });
}

/// Adds `sign` times the slope in a factor's numbers to those of a gradient, where `outer` is the
/// slope in the numbers of a whole matrix.
///
/// Shapes: gradient, outer and m (size, size).
template <Triangle part, class T, class A>
void add_triangle(BasicCpu<T, A>&, Write<BasicCpu<T, A>> gradient, Read<BasicCpu<T, A>> outer,
                  Read<BasicCpu<T, A>> m, int sign, std::size_t size) {
  const cpu::Factor<part, false, T> factor{raw(m), size};
  for (std::size_t i = 0; i < size; ++i) {
    T* const to = raw(gradient) + i * size;
    const T* const from = raw(outer) + i * size;
    if constexpr (part == Triangle::lower) {
      for (std::size_t j = 0; j < i; ++j) to[j] += static_cast<T>(sign) * from[j];
    } else {
      to[i] += static_cast<T>(sign) * from[i] * factor.diagonal(i);
      for (std::size_t j = i + 1; j < size; ++j) to[j] += static_cast<T>(sign) * from[j];
    }
  }
}

}  // namespace saddle
