// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include <saddle/core/parallel.hpp>
#include <saddle/core/simd.hpp>

/// Matrix products C = A B from one register tile.
///
/// The tile is a template of its number of rows and vectors and of what happens to its finished
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

/// `R` rows by `V` registers of the product; `epilogue(sums, row, column, lanes)` stores them.
///
/// The factors' pointers are those of the tile's first row and column. `lanes` is AllLanes or, for
/// one register, the number of columns there are.
template <class A, Left left, std::size_t R, std::size_t V, class T, class Lanes, class Epilogue>
[[gnu::noinline]] void tile(const Factors<T>& factors, std::size_t row, std::size_t column,
                            Lanes lanes, const Epilogue& epilogue) {
  using B = simd::Batch<T, A>;
  constexpr std::size_t width = simd::width<T, A>;
  constexpr std::size_t group = 4;  // rows that share one pointer, reached by multiples of the stride
  constexpr std::size_t groups = left == Left::rows ? (R + group - 1) / group : 1;
  const std::size_t a_stride = factors.a_stride;
  const std::size_t b_stride = factors.b_stride;
  std::array<const T*, groups> a;
  simd::unroll<groups>([&](auto g) __attribute__((always_inline)) {
    a[g] = factors.a + g * group * a_stride;
  });
  const T* b = factors.b;

  std::array<std::array<B, V>, R> sums;
  simd::unroll<R>([&](auto r) __attribute__((always_inline)) { sums[r].fill(B(T(0))); });
  for (std::size_t k = factors.depth; k > 0; --k) {
    std::array<B, V> right;
    simd::unroll<V>([&](auto v) __attribute__((always_inline)) {
      right[v] = simd::load_partial<A>(b + v * width, lanes);
    });
    simd::unroll<R>([&](auto r) __attribute__((always_inline)) {
      const B value(left == Left::rows ? a[r / group][r % group * a_stride] : a[0][r]);
      simd::unroll<V>([&](auto v) __attribute__((always_inline)) {
        sums[r][v] = simd::multiply_add(value, right[v], sums[r][v]);
      });
    });
    simd::unroll<groups>([&](auto g) __attribute__((always_inline)) {
      a[g] += left == Left::rows ? 1 : a_stride;
    });
    b += b_stride;
  }
  simd::unroll<R>([&](auto r) __attribute__((always_inline)) {
    simd::unroll<V>([&](auto v) __attribute__((always_inline)) {
      epilogue(sums[r][v], row + r, column + v * width, lanes);
    });
  });
}

/// `R` rows of a panel of `columns` columns: two registers or, for at most four rows, fewer.
template <class A, Left left, std::size_t R, class T, class Epilogue>
void panel_rows(Factors<T> factors, std::size_t row, std::size_t column, std::size_t columns,
                const Epilogue& epilogue) {
  constexpr std::size_t width = simd::width<T, A>;
  factors.a += left == Left::rows ? row * factors.a_stride : row;
  if (columns == 2 * width) {
    tile<A, left, R, 2>(factors, row, column, simd::AllLanes{}, epilogue);
    return;
  }
  if constexpr (R <= 4) {
    for (std::size_t done = 0; done < columns; done += width) {
      tile<A, left, R, 1>(factors, row, column + done, std::min(width, columns - done), epilogue);
      factors.b += width;
    }
  }
}

/// Rows first ... last - 1 of a panel of at most two registers; `factors.b` is at its column.
template <class A, Left left, class T, class Epilogue>
void panel(const Factors<T>& factors, std::size_t first, std::size_t last, std::size_t column,
           std::size_t columns, const Epilogue& epilogue) {
  constexpr std::size_t tall = tile_rows<A>;
  const std::size_t rows = last - first;
  std::size_t talls = columns == 2 * simd::width<T, A> ? rows / tall : 0;
  if (tall % 4 != 0 && talls > 0 && rows % tall / 2 == 1) --talls;  // rather 4 + 4 than 6 + 2
  std::size_t row = first;
  for (; talls > 0; --talls, row += tall) {
    panel_rows<A, left, tall>(factors, row, column, columns, epilogue);
  }
  for (; row + 4 <= last; row += 4) panel_rows<A, left, 4>(factors, row, column, columns, epilogue);
  for (; row < last; ++row) panel_rows<A, left, 1>(factors, row, column, columns, epilogue);
}

/// All columns of up to three rows: one row at a time over eight registers.
template <class A, Left left, class T, class Epilogue>
void few_rows(const Factors<T>& factors, std::size_t rows, std::size_t first, std::size_t last,
              const Epilogue& epilogue) {
  constexpr std::size_t width = simd::width<T, A>;
  for (std::size_t row = 0; row < rows; ++row) {
    Factors<T> part = factors;
    part.a += left == Left::rows ? row * factors.a_stride : row;
    part.b += first;
    std::size_t column = first;
    for (; column + 8 * width <= last; column += 8 * width, part.b += 8 * width) {
      tile<A, left, 1, 8>(part, row, column, simd::AllLanes{}, epilogue);
    }
    for (; column < last; column += width, part.b += width) {
      tile<A, left, 1, 1>(part, row, column, std::min(width, last - column), epilogue);
    }
  }
}

/// The whole product, shared among the workers by blocks of rows and columns.
template <class A, Left left, class T, class Epilogue>
void product(const Factors<T>& factors, std::size_t rows, std::size_t columns,
             const Epilogue& epilogue) {
  constexpr std::size_t panel_width = 2 * simd::width<T, A>;
  constexpr std::size_t row_block = 64;
  constexpr std::size_t work = std::size_t{1} << 19;  // multiplications worth a task
  const std::size_t block_rows = std::min(rows, row_block);
  const std::size_t panels = (columns + panel_width - 1) / panel_width;
  const std::size_t panel_work = block_rows * panel_width * std::max<std::size_t>(factors.depth, 1);
  const std::size_t block_panels = std::min(panels, (work + panel_work - 1) / panel_work);
  const std::size_t row_blocks = (rows + row_block - 1) / row_block;
  const std::size_t column_blocks = (panels + block_panels - 1) / block_panels;
  parallel::for_each(row_blocks * column_blocks, [&](std::size_t task) {
    const std::size_t first = task / column_blocks * row_block;
    const std::size_t last = std::min(rows, first + row_block);
    const std::size_t begin = task % column_blocks * block_panels * panel_width;
    const std::size_t end = std::min(columns, begin + block_panels * panel_width);
    if (rows < 4) return few_rows<A, left>(factors, rows, begin, end, epilogue);
    for (std::size_t column = begin; column < end; column += panel_width) {
      Factors<T> part = factors;
      part.b += column;
      panel<A, left>(part, first, last, column, std::min(panel_width, end - column), epilogue);
    }
  });
}

}  // namespace saddle::cpu
