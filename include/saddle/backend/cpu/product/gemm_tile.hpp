// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/simd.hpp>

#include <array>
#include <cstddef>

/// The register tile that all dense matrix products are made of.
///
/// It is a template of its number of rows and vectors and of what happens to its finished
/// sums, never of a layer's sizes. The reduction is innermost and runs front to back in one
/// accumulator per element, so an element's bits do not depend on the tile that computes it.
namespace saddle::cpu {

/// How the left factor lies in memory.
enum class Left {
  rows,     ///< element (i, k) at i * stride + k
  columns,  ///< element (i, k) at k * stride + i: the transposed matrix in row-major order
};

/// The factors of a product: A (rows, depth) as `Left` says, B (depth, columns) row-major.
template <class T>
struct Factors {
  const T* a;
  std::size_t a_stride;
  const T* b;
  std::size_t b_stride;
  std::size_t depth;
};

/// Rows of the largest tile of two vectors: what fits the registers beside the operands.
template <class A>
inline constexpr std::size_t tile_rows = simd::registers<A> >= 32 ? 12 : 6;

/// How many of `rows` rows the largest tile takes, one tile after the other: rather 4 + 4 rows are
/// left than 6 + 2.
template <class A>
constexpr std::size_t tall_tiles(std::size_t rows) {
  constexpr std::size_t tall = tile_rows<A>;
  const bool two_left = tall % 4 != 0 && rows >= tall && rows % tall / 2 == 1;
  return rows / tall - (two_left ? 1 : 0);
}

/// What a tile does with the registers of B that it has read: nothing.
struct LeaveRight {
  template <class B>
  [[gnu::always_inline]] void operator()(const B&) {}
};

/// Writes them as a panel for the tiles that come after. The multiplications hide what this costs,
/// and the wait for rows of B that are far apart.
template <class T>
struct PackRight {
  T* to;

  template <class B, std::size_t V>
  [[gnu::always_inline]] void operator()(const std::array<B, V>& right) {
    constexpr std::size_t width = sizeof(B) / sizeof(T);
    simd::unroll<V>([&](auto v)
                        __attribute__((always_inline)) { simd::store(to + v * width, right[v]); });
    to += V * width;
  }
};

/// `R` rows by `V` registers of the product; `epilogue(sums, row, column, lanes)` stores them.
///
/// The factors' pointers are those of the tile's first row and column. `lanes` is AllLanes or, for
/// one register, the number of columns there are. Inlined, so that in a loop over tiles the next
/// one's multiplications begin while one is stored.
template <class A, Left left, std::size_t R, std::size_t V, class T, class Lanes, class Epilogue,
          class Pack = LeaveRight>
[[gnu::always_inline]] inline void tile(const Factors<T>& factors, std::size_t row,
                                        std::size_t column, Lanes lanes, const Epilogue& epilogue,
                                        Pack pack = {}) {
  using B = simd::Batch<T, A>;
  constexpr std::size_t width = simd::width<T, A>;
  // Rows that share one pointer and are reached by multiples of the stride.
  constexpr std::size_t group = 4;
  constexpr std::size_t groups = left == Left::rows ? (R + group - 1) / group : 1;
  const std::size_t a_stride = factors.a_stride;
  const std::size_t b_stride = factors.b_stride;
  std::array<const T*, groups> a;
  simd::unroll<groups>(
      [&](auto g) __attribute__((always_inline)) { a[g] = factors.a + g * group * a_stride; });
  const T* b = factors.b;

  std::array<std::array<B, V>, R> sums;
  simd::unroll<R * V>([&](auto i) __attribute__((always_inline)) { sums[i / V][i % V] = B(T(0)); });
#if !defined(__clang__)
#pragma GCC unroll 4
#endif
  for (std::size_t k = factors.depth; k > 0; --k) {
    std::array<B, V> right;
    simd::unroll<V>([&](auto v) __attribute__((always_inline)) {
      right[v] = simd::load_partial<A>(b + v * width, lanes);
    });
    pack(right);
    simd::unroll<R>([&](auto r) __attribute__((always_inline)) {
      B value(left == Left::rows ? a[r / group][r % group * a_stride] : a[0][r]);
      simd::hold(value);
      simd::unroll<V>([&](auto v) __attribute__((always_inline)) {
        sums[r][v] = simd::multiply_add(value, right[v], sums[r][v]);
      });
    });
    simd::unroll<groups>(
        [&](auto g) __attribute__((always_inline)) { a[g] += left == Left::rows ? 1 : a_stride; });
    b += b_stride;
  }
  simd::unroll<R>([&](auto r) __attribute__((always_inline)) {
    simd::unroll<V>([&](auto v) __attribute__((always_inline)) {
      epilogue(sums[r][v], row + r, column + v * width, lanes);
    });
  });
}

}  // namespace saddle::cpu
