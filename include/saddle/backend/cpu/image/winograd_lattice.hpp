// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/image/image_lattice.hpp>
#include <saddle/backend/cpu/product/gemm_tile.hpp>
#include <saddle/backend/geometry/convolution.hpp>
#include <saddle/core/batch.hpp>
#include <saddle/core/simd.hpp>
#include <saddle/core/tensor.hpp>

#include <algorithm>
#include <cstddef>

namespace saddle::cpu {

/// Rows of a 3x3 convolution's kernels that lie on the image, over all rows of the result.
constexpr std::size_t rows_under_kernels(const Convolution& g, std::size_t out_extent) {
  const auto outside = [&](std::size_t border) {
    return g.padding.border == Border::zero ? border * (border + 1) / 2 : 0;
  };
  return 3 * out_extent - outside(g.padding.before) - outside(g.padding.after);
}

/// Outputs on a side of the tiles with which Winograd's filters convolve best; 0: they do not pay.
///
/// It depends on the geometry alone, so that an image's result does not depend on its batch.
constexpr std::size_t winograd_tile(const Convolution& g) {
  constexpr std::size_t smallest = 4;  // the transformed kernels must be used often
  if (g.kernel != 3 || g.stride != 1 || g.groups != 1) return 0;
  if (g.padding.before > 2 || g.padding.after > 2) return 0;
  if (g.out_height() < smallest || g.out_width() < smallest) return 0;
  const auto products = [&](std::size_t m) {
    return ((g.out_height() + m - 1) / m) * ((g.out_width() + m - 1) / m) * (m + 2) * (m + 2);
  };
  const std::size_t best = products(4) < products(2) ? 4 : 2;
  const std::size_t fewest_channels = best == 4 ? 16 : 32;  // or the transforms cost too much
  if (g.in < fewest_channels || g.out < fewest_channels) return 0;
  const std::size_t direct =
      rows_under_kernels(g, g.out_height()) * rows_under_kernels(g, g.out_width());
  return 2 * direct >= 3 * products(best) ? best : 0;
}

/// The extents of a convolution in tiles of `m` by `m` outputs, which are worked on in chunks: the
/// transforms of a chunk stay in cache.
template <std::size_t m, class T, class A>
struct WinogradLattice {
  static constexpr std::size_t inputs = m + 2;
  static constexpr std::size_t points = inputs * inputs;
  static constexpr std::size_t panel_width = 2 * simd::width<T, A>;
  static constexpr std::size_t unit = tile_rows<A>;  // tiles that a register tile takes
  static constexpr std::size_t column_group = 64;

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
  constexpr std::size_t padded_columns() const { return panels() * panel_width; }

  /// Columns whose kernels are in memory together: all, unless they exceed the last cache; then a
  /// band that is transformed again for each chunk, of which there are fewer.
  constexpr std::size_t band() const {
    constexpr std::size_t most = (std::size_t{1} << 24) / sizeof(T);  // scalars
    constexpr std::size_t wanted = (std::size_t{1} << 22) / sizeof(T);
    const std::size_t column_size = points * depth;
    if (padded_columns() * column_size <= most) return columns;
    const std::size_t count = std::max<std::size_t>(1, wanted / (column_size * column_group));
    return std::min(columns, count * column_group);
  }

  /// Tiles of a chunk: the kernels are read from memory for each.
  constexpr std::size_t chunk() const {
    const std::size_t units = parts(tiles(), unit);
    return parts(units, parts(units, most_units())) * unit;
  }

  /// Scalars of a tile's transformed input at one point, and from one point to the next.
  constexpr std::size_t row() const { return parts(depth, panel_width) * panel_width; }
  constexpr std::size_t input_stride() const { return input_stride(chunk()); }
  constexpr std::size_t panel_size() const { return depth * panel_width; }
  constexpr std::size_t kernel_stride() const {
    return odd_lines(parts(band(), panel_width) * panel_size());
  }
  constexpr std::size_t product_stride() const { return product_stride(chunk()); }

  /// Scalars of scratch for up to so many images: chunks of equal size may be larger for fewer.
  constexpr std::size_t scratch_size() const {
    const std::size_t largest = std::min(parts(tiles(), unit), most_units()) * unit;
    return padded(row()) +
           points * (kernel_stride() + input_stride(largest) + product_stride(largest));
  }

  static constexpr std::size_t parts(std::size_t count, std::size_t size) {
    return (count + size - 1) / size;
  }

 private:
  constexpr std::size_t most_units() const {
    const std::size_t wanted = (std::size_t{1} << (band() < columns ? 23 : 21)) / sizeof(T);
    return std::max(48 / unit, wanted / (points * row() * unit));
  }
  constexpr std::size_t input_stride(std::size_t tiles) const { return odd_lines(tiles * row()); }
  constexpr std::size_t product_stride(std::size_t tiles) const {
    return odd_lines(tiles * padded_columns());
  }
  /// Points an odd number of cache lines apart do not fall on the same few cache sets.
  static constexpr std::size_t odd_lines(std::size_t count) {
    constexpr std::size_t line = alignment / sizeof(T);
    return (parts(count, line) | 1) * line;
  }
};

}  // namespace saddle::cpu
