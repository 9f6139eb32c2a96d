// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>
#include <saddle/backend/cpu/product/epilogue.hpp>
#include <saddle/backend/cpu/product/narrow.hpp>
#include <saddle/backend/cpu/product/panel.hpp>
#include <saddle/backend/cpu/product/product.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/core/simd/lanes.hpp>

#include <algorithm>
#include <cstddef>
#include <type_traits>

/// Products of large matrices whose rows lie at any distance, of which sometimes only the lower
/// triangle is wanted: what statistics are made of.
namespace saddle::cpu {

/// How the right factor lies in memory.
enum class Right {
  rows,     ///< element (k, j) at k * stride + j
  columns,  ///< element (k, j) at j * stride + k: the transposed matrix in row-major order
};

/// Which elements of a product are computed.
enum class Part {
  all,
  lower,  ///< at least those on and below the diagonal
};

/// Whether the sums are added or subtracted.
enum class Sign { plus, minus };

/// y += sum, in double.
struct AccumulateWide {
  static constexpr bool heavy = false;
  double* y;
  std::size_t stride;

  template <class T, class A, class Lanes>
  [[gnu::always_inline]] void operator()(const simd::Batch<T, A>& sum, std::size_t row,
                                         std::size_t column, Lanes lanes) const {
    double* place = y + row * stride + column;
    const auto parts = simd::to_doubles(sum);
    constexpr std::size_t width = simd::width<double, A>;
    if constexpr (std::is_same_v<Lanes, simd::AllLanes>) {
      for (const auto& part : parts) {
        simd::store(place, simd::load<A>(place) + part);
        place += width;
      }
    } else {
      for (const auto& part : parts) {
        const std::size_t count = std::min<std::size_t>(lanes, width);
        simd::store_partial(place, simd::load_partial<A>(place, count) + part, count);
        place += width;
        lanes -= count;
      }
    }
  }
};

/// The distance of rows of `columns` scalars for which rows do not fall on the same cache sets.
template <class T>
constexpr std::size_t spread_stride(std::size_t columns) {
  constexpr std::size_t line = alignment / sizeof(T);
  return aligned_size<T>(columns) + (aligned_size<T>(columns) / line % 2 == 0 ? line : 0);
}

/// Factors of a product: A (rows, depth) as `Left` says, B (depth, columns) as `Right` says.
template <class T>
struct ProductOf {
  const T* a;
  std::size_t a_stride;
  const T* b;
  std::size_t b_stride;
  std::size_t rows, columns, depth;
};

/// Hands the sums of A B to the epilogue, an Accumulate or AccumulateWide: an element comes once
/// for every 256 of the depth.
///
/// Columns of A are copied first: a tile would read each of its scalars from another page.
/// Results do not depend on the number of workers.
template <class A, Left left, Right right, class T, class Epilogue>
void add_product(const ProductOf<T>& of, const Epilogue& epilogue, Part part = Part::all,
                 Sign sign = Sign::plus) {
  constexpr std::size_t panel_width = 2 * simd::width<T, A>;
  constexpr std::size_t depth_block = 256;  // of a panel, which stays in L1
  constexpr std::size_t block = 128;        // rows and columns of a task, whose sums stay in L2
  constexpr std::size_t copy_stride = spread_stride<T>(block);
  const std::size_t row_blocks = (of.rows + block - 1) / block;
  const std::size_t column_blocks = (of.columns + block - 1) / block;
  parallel::for_each(row_blocks * column_blocks, [&](std::size_t task) {
    const std::size_t first = task / column_blocks * block;
    const std::size_t rows = std::min(of.rows - first, block);
    const std::size_t begin = task % column_blocks * block;
    const std::size_t limit = part == Part::lower ? std::min(of.columns, first + rows) : of.columns;
    const std::size_t end = std::min(limit, begin + block);
    Epilogue own = epilogue;
    own.y += first * own.stride;
    const Finish<T> finish = finish_with<A, left, T>(own);
    alignas(64) T copied[left == Left::columns ? depth_block * copy_stride : 1];
    alignas(64) T packed[depth_block * panel_width];
    for (std::size_t done = 0; begin < end && done < of.depth; done += depth_block) {
      const std::size_t depth = std::min(depth_block, of.depth - done);
      Factors<T> factors{of.a + first * of.a_stride + done, of.a_stride, packed, panel_width,
                         depth};
      if constexpr (left == Left::columns) {
        for (std::size_t k = 0; k < depth; ++k) {
          std::copy_n(of.a + (done + k) * of.a_stride + first, rows, copied + k * copy_stride);
        }
        factors.a = copied;
        factors.a_stride = copy_stride;
      }
      for (std::size_t column = begin; column < end; column += panel_width) {
        const std::size_t count = std::min(panel_width, end - column);
        if constexpr (right == Right::rows) {
          copy_panel<A>(packed, of.b + done * of.b_stride + column, of.b_stride, count, depth);
        } else {
          transpose_panel<A>(packed, of.b + column * of.b_stride + done, of.b_stride, count, depth);
        }
        if (sign == Sign::minus) {
          std::for_each_n(packed, depth * panel_width, [](T& x) { x = -x; });
        }
        panel<A, left>(factors, 0, rows, column, count, finish);
      }
    }
  });
}

/// y[c] += sum over rows r of coefficient[r] * m[r][c], for c < columns.
template <class A>
void add_rows(double* y, const double* coefficients, const double* m, std::size_t stride,
              std::size_t rows, std::size_t columns) {
  if (rows == 0) return;
  const Accumulate<double> epilogue{y, columns};
  product<A, Left::rows>(Factors<double>{coefficients, rows, m, stride, rows}, 1, columns,
                         finish_with<A, Left::rows, double>(epilogue));
}

/// y[r] = m[r] . x over `columns` numbers, for r < rows.
template <class A>
void dot_rows(double* y, const double* m, std::size_t stride, const double* x, std::size_t rows,
              std::size_t columns) {
  if (rows == 0) return;
  const StoreSum<double> epilogue{y, 1};
  narrow_product<A>(1, m, stride, x, columns, rows, finish_with<A, Left::rows, double>(epilogue));
}

}  // namespace saddle::cpu
