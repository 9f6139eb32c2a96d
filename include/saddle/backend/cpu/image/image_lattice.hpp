// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/geometry/convolution.hpp>
#include <saddle/core/batch.hpp>

#include <algorithm>
#include <cstddef>

namespace saddle::cpu {

constexpr std::ptrdiff_t signed_size(std::size_t size) { return static_cast<std::ptrdiff_t>(size); }

/// The widest result whose tile has its lanes along the reduction.
inline constexpr std::size_t narrow_image_columns = 4;

/// The extents of a convolution as a product: the grid of places where the kernel is put, and how
/// it is cut into blocks of rows that one task works on.
struct ImageLattice {
  std::size_t phases;  // an axis
  std::size_t taps;    // most taps of a phase on an axis
  std::size_t step;    // source pixels between neighbours of the grid
  std::ptrdiff_t shift;
  std::ptrdiff_t first_row;
  std::ptrdiff_t first_column;
  std::size_t rows;
  std::size_t columns;
  std::size_t source_height;
  std::size_t source_width;
  std::size_t source_channels;
  std::size_t result_height;
  std::size_t result_width;
  std::size_t result_channels;
  std::size_t slice;         // channels of a group in the source
  std::size_t result_slice;  // and in the result
  std::size_t depth;         // numbers of a packed column, all phases together
  std::size_t images;        // whole images of a block, or 1
  std::size_t block_rows;    // rows of the grid in a block

  constexpr ImageLattice(const Convolution& g, bool transposed)
      : phases(transposed ? g.stride : 1),
        taps(transposed ? (g.kernel + g.stride - 1) / g.stride : g.kernel),
        step(transposed ? 1 : g.stride),
        shift(transposed ? 1 - signed_size(taps) : -signed_size(g.padding.before)),
        first_row(transposed ? signed_size(g.padding.before / g.stride) : 0),
        first_column(first_row),
        rows(transposed ? grid_extent(g, g.height) : g.out_height()),
        columns(transposed ? grid_extent(g, g.width) : g.out_width()),
        source_height(transposed ? g.out_height() : g.height),
        source_width(transposed ? g.out_width() : g.width),
        source_channels(transposed ? g.out : g.in),
        result_height(transposed ? g.height : g.out_height()),
        result_width(transposed ? g.width : g.out_width()),
        result_channels(transposed ? g.in : g.out),
        slice(source_channels / g.groups),
        result_slice(result_channels / g.groups),
        depth(g.kernel * g.kernel * slice),
        images(std::max<std::size_t>(1, wanted_rows / (rows * columns))),
        block_rows(images > 1 ? rows : rows_of_block(rows, columns, taps - std::min(taps, step))) {}

  constexpr std::size_t blocks_of_image() const { return (rows + block_rows - 1) / block_rows; }
  constexpr std::size_t blocks(std::size_t n) const {
    return images > 1 ? (n + images - 1) / images : n * blocks_of_image();
  }
  constexpr std::size_t pixels() const { return images * block_rows * columns; }
  /// Scalars of a block's result.
  constexpr std::size_t result_size() const {
    return images * std::min(result_height, phases * block_rows) * result_width * result_channels;
  }
  constexpr std::size_t window_height() const { return step * (block_rows - 1) + taps; }
  constexpr std::size_t window_width() const { return step * (columns - 1) + taps; }
  constexpr std::size_t window_size() const {
    return in_place() ? 0 : padded(images * window_height() * window_width() * slice);
  }

  /// Whether a register holds several pixels of the result.
  constexpr bool narrow() const {
    return result_channels == result_slice && result_channels <= narrow_image_columns;
  }

  /// Whether every pixel under the kernel is one of the source, so that it is read where it lies.
  constexpr bool in_place() const {
    const std::ptrdiff_t top = signed_size(step) * first_row + shift;
    const std::ptrdiff_t left = signed_size(step) * first_column + shift;
    return slice == source_channels && top >= 0 && left >= 0 &&
           top + signed_size(step * (rows - 1) + taps) <= signed_size(source_height) &&
           left + signed_size(step * (columns - 1) + taps) <= signed_size(source_width);
  }

 private:
  static constexpr std::size_t wanted_rows = 256;

  /// Rows of one of several equal blocks; `overlap` more of the source are read for each.
  static constexpr std::size_t rows_of_block(std::size_t rows, std::size_t columns,
                                             std::size_t overlap) {
    const std::size_t wanted = std::max((wanted_rows + columns - 1) / columns, 2 * overlap);
    const std::size_t blocks = std::max<std::size_t>(1, (rows + wanted / 2) / wanted);
    return (rows + blocks - 1) / blocks;
  }

  static constexpr std::size_t grid_extent(const Convolution& g, std::size_t extent) {
    const std::size_t first = g.padding.before / g.stride;
    return (extent - 1 + g.padding.before) / g.stride + 1 - first;
  }
};

}  // namespace saddle::cpu
