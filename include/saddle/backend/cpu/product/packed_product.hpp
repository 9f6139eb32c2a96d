// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>
#include <saddle/backend/cpu/product/panel.hpp>
#include <saddle/backend/cpu/product/product.hpp>
#include <saddle/core/parallel.hpp>

#include <algorithm>
#include <cstddef>

/// Products whose right factor is read as packed panels.
namespace saddle::cpu {

/// The deepest panel that a task keeps on its own stack.
inline constexpr std::size_t local_depth = 1024;

/// How many panels or rows make a task, if each needs so many multiplications.
constexpr std::size_t enough_for_task(std::size_t multiplications) {
  constexpr std::size_t enough = std::size_t{1} << 17;  // some microseconds
  return (enough + multiplications) / (multiplications + 1);
}

/// The right factor B of a product, row-major.
template <class T>
struct PlainRight {
  const T* matrix;
  std::size_t stride;

  const T* in_place(std::size_t column) const { return matrix + column; }
  template <class A>
  void pack(T* panel, std::size_t column, std::size_t count, std::size_t depth) const {
    copy_panel<A>(panel, matrix + column, stride, count, depth);
  }
};

/// The right factor B of a product, given as its transpose.
template <class T>
struct TransposedRight {
  const T* matrix;
  std::size_t stride;

  static const T* in_place(std::size_t) { return nullptr; }
  template <class A>
  void pack(T* panel, std::size_t column, std::size_t count, std::size_t depth) const {
    transpose_panel<A>(panel, matrix + column * stride, stride, count, depth);
  }
};

/// Rows first ... last - 1 of A B, finished, where B is whole panels that are all packed at once.
template <class A, class T, class Right>
void resident_product(const T* a, std::size_t first, std::size_t last, std::size_t depth,
                      std::size_t columns, const Finish<T>& finish, const Right& right, T* packed) {
  constexpr std::size_t panel_width = 2 * simd::width<T, A>;
  std::size_t talls = tall_tiles<A>(last - first);
  const bool in_place = talls > 1 && right.in_place(0);
  for (std::size_t column = 0; column < columns; column += panel_width) {
    T* const to = packed + column * depth;
    if (in_place) {
      packing_tile<A, Left::rows>(Factors<T>{a, depth, right.in_place(column), right.stride, depth},
                                  first, column, finish, to);
    } else {
      right.template pack<A>(to, column, panel_width, depth);
    }
  }
  Factors<T> factors{a, depth, packed, panel_width, depth};
  if (in_place) {
    first += tile_rows<A>;
    --talls;
  }
  if (talls > 0) {
    finish.tall(factors, first, talls, 0, columns / panel_width, finish.epilogue);
    first += talls * tile_rows<A>;
  }
  for (std::size_t column = 0; column < columns; column += panel_width) {
    short_tiles<A, Left::rows>(factors, first, last, column, panel_width, finish);
    factors.b += panel_width * depth;
  }
}

/// A B, finished, in panels of B's columns.
///
/// A panel is packed by the task that uses it: the rows of B are far apart, and long power-of-two
/// strides fall on few cache sets. A small B is packed whole by every task.
template <class T, class A, class Right>
void packed_product(BasicCpu<T, A>& device, const T* a, std::size_t rows, std::size_t depth,
                    std::size_t columns, const Finish<T>& finish, const Right& right) {
  constexpr std::size_t panel_width = 2 * simd::width<T, A>;
  constexpr std::size_t room = local_depth * panel_width;
  if (depth * columns <= room && columns % panel_width == 0) {
    constexpr std::size_t tall = tile_rows<A>;
    const std::size_t share = (rows + parallel::workers() - 1) / parallel::workers();
    const std::size_t row_block = std::max<std::size_t>(
        {32, (share + tall - 1) / tall * tall, enough_for_task(depth * columns)});
    parallel::for_each((rows + row_block - 1) / row_block, [&](std::size_t task) {
      alignas(64) T packed[room];
      resident_product<A>(a, task * row_block, std::min(rows, (task + 1) * row_block), depth,
                          columns, finish, right, packed);
    });
    return;
  }
  const bool local = depth <= local_depth;
  const std::size_t row_block = local ? 256 : rows;  // a panel in scratch belongs to one task
  const std::size_t row_blocks = (rows + row_block - 1) / row_block;
  const std::size_t panels = (columns + panel_width - 1) / panel_width;
  const std::size_t group = enough_for_task(std::min(rows, row_block) * depth * panel_width);
  const std::size_t groups = (panels + group - 1) / group;
  ScratchFrame frame(device);
  T* const shared = local ? nullptr : raw(frame.take(panels * panel_width * depth));
  parallel::for_each(groups * row_blocks, [&](std::size_t task) {
    alignas(64) T own[room];
    const std::size_t first = task / groups * row_block;
    const std::size_t last = std::min(rows, first + row_block);
    const std::size_t begin = task % groups * group * panel_width;
    const std::size_t end = std::min(columns, begin + group * panel_width);
    for (std::size_t column = begin; column < end; column += panel_width) {
      const std::size_t count = std::min(panel_width, columns - column);
      T* const packed = local ? own : shared + column * depth;
      const T* const in_place = right.in_place(column);
      if (in_place && count == panel_width) {
        panel<A, Left::rows>(Factors<T>{a, depth, in_place, right.stride, depth}, first, last,
                             column, count, finish, packed);
      } else {
        right.template pack<A>(packed, column, count, depth);
        panel<A, Left::rows>(Factors<T>{a, depth, packed, panel_width, depth}, first, last, column,
                             count, finish);
      }
    }
  });
}

}  // namespace saddle::cpu
