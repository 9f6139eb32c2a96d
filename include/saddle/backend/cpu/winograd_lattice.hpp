// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/gemm_tile.hpp>
#include <saddle/backend/cpu/image_lattice.hpp>
#include <saddle/core/batch.hpp>
#include <saddle/core/convolution.hpp>
#include <saddle/core/simd.hpp>

#include <algorithm>
#include <cstddef>

namespace saddle::cpu {

/// Outputs on a side of the tiles with which Winograd's filters convolve best; 0: they do not pay.
///
/// It depends on the geometry alone, so that an image's result does not depend on its batch.
constexpr std::size_t winograd_tile(const Convolution& g) {
  constexpr std::size_t fewest_pixels = 16;  // the kernels' transforms must be used often enough
  if (g.kernel != 3 || g.stride != 1 || g.groups != 1) return 0;
  if (g.padding.before > 2 || g.padding.after > 2 || g.out_pixels() < fewest_pixels) return 0;
  const auto products = [&](std::size_t m) {
    return ((g.out_height() + m - 1) / m) * ((g.out_width() + m - 1) / m) * (m + 2) * (m + 2);
  };
  const std::size_t best = products(4) < products(2) ? 4 : 2;
  const std::size_t fewest_channels =
      best == 4 ? 16 : 32;  // or transforms cost more than they save
  if (g.in < fewest_channels || g.out < fewest_channels) return 0;
  return 2 * 9 * g.out_pixels() >= 3 * products(best) ? best : 0;
}

/// The extents of a convolution in tiles of `m` by `m` outputs, and how they are cut into pieces:
/// chunks of tiles whose transforms are in memory together, in them blocks of tiles and groups of
/// columns that are multiplied together.
template <std::size_t m, class T, class A>
struct WinogradLattice {
  static constexpr std::size_t inputs = m + 2;
  static constexpr std::size_t points = inputs * inputs;
  static constexpr std::size_t panel_width = 2 * simd::width<T, A>;
  static constexpr std::size_t unit = tile_rows<A>;  // tiles that a register tile takes
  static constexpr std::size_t column_group = 64;
  static constexpr std::size_t most_items = 32;  // tasks with memory of their own

  std::size_t n;
  std::size_t depth;
  std::size_t columns;
  std::size_t source_height;
  std::size_t source_width;
  std::size_t result_height;
  std::size_t result_width;
  std::ptrdiff_t shift;  // from a tile's first output to its first input
  Border border;

  constexpr WinogradLattice(const Convolution& g, bool transposed, std::size_t images)
      : n(images),
        depth(transposed ? g.out : g.in),
        columns(transposed ? g.in : g.out),
        source_height(transposed ? g.out_height() : g.height),
        source_width(transposed ? g.out_width() : g.width),
        result_height(transposed ? g.height : g.out_height()),
        result_width(transposed ? g.width : g.out_width()),
        shift(transposed ? signed_size(g.padding.before) - 2 : -signed_size(g.padding.before)),
        border(transposed ? Border::zero : g.padding.border) {}

  constexpr std::size_t tiles_down() const { return (result_height + m - 1) / m; }
  constexpr std::size_t tiles_across() const { return (result_width + m - 1) / m; }
  constexpr std::size_t tiles() const { return n * tiles_down() * tiles_across(); }

  constexpr std::size_t panels() const { return parts(columns, panel_width); }
  constexpr std::size_t groups() const { return parts(columns, column_group); }

  /// Units are counted here, of which the last may be partial.
  constexpr std::size_t chunks() const {
    constexpr std::size_t most = std::size_t{1} << 21;  // scalars
    return parts(parts(tiles(), unit), std::max<std::size_t>(1, most / (points * unit * row())));
  }
  constexpr std::size_t chunk_units() const { return parts(parts(tiles(), unit), chunks()); }
  constexpr std::size_t blocks(std::size_t units) const { return parts(units, 48 / unit); }
  constexpr std::size_t block_tiles() const {
    return unit * parts(chunk_units(), blocks(chunk_units()));
  }
  constexpr std::size_t tasks() const {
    return std::min(blocks(chunk_units()) * groups(), most_items);
  }

  /// Scalars of a tile's transformed input at one point, and from one point to the next.
  constexpr std::size_t row() const { return parts(depth, simd::width<T, A>) * simd::width<T, A>; }
  constexpr std::size_t input_stride() const { return odd_lines(chunk_units() * unit * row()); }
  constexpr std::size_t panel_size() const { return depth * panel_width; }
  constexpr std::size_t weight_stride() const { return odd_lines(panels() * panel_size()); }
  constexpr std::size_t product_stride() const { return odd_lines(block_tiles() * column_group); }
  constexpr std::size_t task_size() const {
    return points * product_stride() + m * m * column_group;
  }
  constexpr std::size_t scratch_size() const {
    return padded(row()) + points * (input_stride() + weight_stride()) + tasks() * task_size();
  }

  static constexpr std::size_t parts(std::size_t count, std::size_t size) {
    return (count + size - 1) / size;
  }

 private:
  /// Points an odd number of cache lines apart do not fall on the same few cache sets.
  static constexpr std::size_t odd_lines(std::size_t count) {
    return padded(count) / 16 % 2 ? padded(count) : padded(count) + 16;
  }
};

}  // namespace saddle::cpu
