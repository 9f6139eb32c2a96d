// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/elementwise.hpp>
#include <saddle/backend/cpu/product/epilogue.hpp>
#include <saddle/backend/cpu/product/gemm_tile.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/core/simd.hpp>

#include <algorithm>
#include <cstddef>

/// Matrix products from tiles, shared among the workers.
namespace saddle::cpu {

/// How a product's sums are finished: tiles with the epilogue in their store, and the same
/// epilogue for sums in memory.
///
/// All that is not the tall tiles (edges, narrow matrices, the division of work) is thereby
/// compiled once, not once for each activation and primitive.
template <class T>
struct Finish {
  const void* epilogue;
  void (*tall)(const Factors<T>&, std::size_t row, std::size_t tiles, std::size_t column,
               std::size_t panels, const void* epilogue);
  void (*block)(const T* sums, std::size_t stride, std::size_t rows, std::size_t columns,
                std::size_t row, std::size_t column, const void* epilogue);
};

/// The factors with A moved to a row.
template <Left left, class T>
Factors<T> at_row(Factors<T> factors, std::size_t row) {
  factors.a += left == Left::rows ? row * factors.a_stride : row;
  return factors;
}

template <class A, class T, class Epilogue>
void finish_block(const T* sums, std::size_t stride, std::size_t rows, std::size_t columns,
                  std::size_t row, std::size_t column, const void* epilogue) {
  const Epilogue finish = *static_cast<const Epilogue*>(epilogue);  // not to be read again
  for (std::size_t i = 0; i < rows; ++i) {
    for_registers<simd::width<T, A>>(
        0, columns, [&](std::size_t c, auto lanes) __attribute__((always_inline)) {
          finish(simd::load<A>(sums + i * stride + c), row + i, column + c, lanes);
        });
  }
}

/// `tiles` tall tiles, one below the other, of each of `panels` panels of B that lie one after the
/// other in memory. A row of tiles is finished before the next begins: its rows of A stay in the
/// first-level cache, and so do those of the result, which are far apart.
template <class A, Left left, class T, class Epilogue>
[[gnu::noinline]] void tall_tiles_of(const Factors<T>& factors, std::size_t row, std::size_t tiles,
                                     std::size_t column, std::size_t panels, const void* epilogue) {
  constexpr std::size_t rows = tile_rows<A>;
  constexpr std::size_t panel_width = 2 * simd::width<T, A>;
  const Epilogue finish = *static_cast<const Epilogue*>(epilogue);
  for (const std::size_t end = row + tiles * rows; row < end; row += rows) {
    Factors<T> part = at_row<left>(factors, row);
    for (std::size_t p = 0; p < panels; ++p, part.b += part.depth * panel_width) {
      const std::size_t c = column + p * panel_width;
      if constexpr (Epilogue::heavy) {
        alignas(64) T sums[rows * panel_width];
        tile<A, left, rows, 2>(part, 0, 0, simd::AllLanes{}, StoreSum<T>{sums, panel_width});
        finish_block<A, T, Epilogue>(sums, panel_width, rows, panel_width, row, c, epilogue);
      } else {
        if constexpr (requires { finish.prefetch(row, c); }) {
          for (std::size_t r = row; r < row + rows; ++r) finish.prefetch(r, c);
        }
        tile<A, left, rows, 2>(part, row, c, simd::AllLanes{}, finish);
      }
    }
  }
}

/// The finish that an epilogue, which must outlive it, stands for.
template <class A, Left left, class T, class Epilogue>
Finish<T> finish_with(const Epilogue& epilogue) {
  return {&epilogue, &tall_tiles_of<A, left, T, Epilogue>, &finish_block<A, T, Epilogue>};
}

/// `R` rows from `row` on for the edges of a matrix; the sums pass through memory.
template <class A, Left left, std::size_t R, std::size_t V, class T, class Lanes,
          class Pack = LeaveRight>
[[gnu::noinline]] void edge_tile(const Factors<T>& factors, std::size_t row, std::size_t column,
                                 std::size_t columns, Lanes lanes, const Finish<T>& finish,
                                 Pack pack = {}) {
  constexpr std::size_t stride = V * simd::width<T, A>;
  alignas(64) T sums[R * stride];
  tile<A, left, R, V>(at_row<left>(factors, row), 0, 0, lanes, StoreSum<T>{sums, stride}, pack);
  finish.block(sums, stride, R, columns, row, column, finish.epilogue);
}

/// `R` rows of a panel of at most two registers.
template <class A, Left left, std::size_t R, class T>
void panel_rows(Factors<T> factors, std::size_t row, std::size_t column, std::size_t columns,
                const Finish<T>& finish) {
  constexpr std::size_t width = simd::width<T, A>;
  if (columns == 2 * width) {
    edge_tile<A, left, R, 2>(factors, row, column, columns, simd::AllLanes{}, finish);
    return;
  }
  for (std::size_t done = 0; done < columns; done += width, factors.b += width) {
    const std::size_t lanes = std::min(width, columns - done);
    edge_tile<A, left, R, 1>(factors, row, column + done, lanes, lanes, finish);
  }
}

/// Rows first ... last - 1 of a panel of at most two registers in tiles that are not tall.
template <class A, Left left, class T>
void short_tiles(const Factors<T>& factors, std::size_t first, std::size_t last, std::size_t column,
                 std::size_t columns, const Finish<T>& finish) {
  std::size_t row = first;
  for (; row + 4 <= last; row += 4) panel_rows<A, left, 4>(factors, row, column, columns, finish);
  for (; row < last; ++row) panel_rows<A, left, 1>(factors, row, column, columns, finish);
}

/// A tall tile of two registers that also packs the panel it reads.
template <class A, Left left, class T>
void packing_tile(const Factors<T>& factors, std::size_t row, std::size_t column,
                  const Finish<T>& finish, T* packed) {
  edge_tile<A, left, tile_rows<A>, 2>(factors, row, column, 2 * simd::width<T, A>, simd::AllLanes{},
                                      finish, PackRight<T>{packed});
}

/// Rows first ... last - 1 of a panel of at most two registers; `factors.b` is at its column.
///
/// `packed`, unless null, has room for the panel, which is copied there by the first tall tile and
/// read there by the others.
template <class A, Left left, class T>
void panel(Factors<T> factors, std::size_t first, std::size_t last, std::size_t column,
           std::size_t columns, const Finish<T>& finish, T* packed = nullptr) {
  constexpr std::size_t tall = tile_rows<A>;
  constexpr std::size_t panel_width = 2 * simd::width<T, A>;
  std::size_t talls = columns == panel_width ? tall_tiles<A>(last - first) : 0;
  std::size_t row = first;
  if (packed && talls > 1) {
    packing_tile<A, left>(factors, row, column, finish, packed);
    factors.b = packed;
    factors.b_stride = panel_width;
    --talls;
    row += tall;
  }
  if (talls > 0) finish.tall(factors, row, talls, column, 1, finish.epilogue);
  short_tiles<A, left>(factors, row + talls * tall, last, column, columns, finish);
}

/// Columns first ... last - 1 of up to three rows: one row at a time over eight registers.
template <class A, Left left, class T>
void few_rows(const Factors<T>& factors, std::size_t rows, std::size_t first, std::size_t last,
              const Finish<T>& finish) {
  constexpr std::size_t wide = 8 * simd::width<T, A>;
  for (std::size_t row = 0; row < rows; ++row) {
    Factors<T> part = factors;
    part.b += first;
    std::size_t column = first;
    for (; column + wide <= last; column += wide, part.b += wide) {
      edge_tile<A, left, 1, 8>(part, row, column, wide, simd::AllLanes{}, finish);
    }
    for (; column < last; column += wide / 4, part.b += wide / 4) {
      panel_rows<A, left, 1>(part, row, column, std::min(wide / 4, last - column), finish);
    }
  }
}

/// The whole product, shared among the workers by blocks of rows and columns.
template <class A, Left left, class T>
void product(const Factors<T>& factors, std::size_t rows, std::size_t columns,
             const Finish<T>& finish) {
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
    if (rows < 4) return few_rows<A, left>(factors, rows, begin, end, finish);
    for (std::size_t column = begin; column < end; column += panel_width) {
      Factors<T> part = factors;
      part.b += column;
      panel<A, left>(part, first, last, column, std::min(panel_width, end - column), finish);
    }
  });
}

}  // namespace saddle::cpu
