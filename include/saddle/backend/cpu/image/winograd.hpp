// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>
#include <saddle/backend/cpu/image/image_tile.hpp>
#include <saddle/backend/cpu/image/image_window.hpp>
#include <saddle/backend/cpu/image/winograd_filter.hpp>
#include <saddle/backend/cpu/image/winograd_kernels.hpp>
#include <saddle/backend/cpu/image/winograd_lattice.hpp>
#include <saddle/backend/cpu/product/epilogue.hpp>
#include <saddle/backend/cpu/product/product.hpp>
#include <saddle/backend/geometry/convolution.hpp>
#include <saddle/core/parallel.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace saddle::cpu {

/// A convolution of 3x3 kernels, or a transposed one, over `n` images with Winograd's filters.
///
/// Tiles of inputs and kernels are transformed, multiplied point by point, which is a product of
/// matrices (tiles, channels) and (channels, results) at each point, and transformed back.
template <std::size_t m, class T, class A>
class Winograd {
 public:
  Winograd(const Convolution& g, bool transposed, const T* source, const T* weights, std::size_t n,
           const ImageFinish<T>& finish)
      : kernels_(g, transposed, weights),
        lattice_(g, transposed, n),
        source_(source),
        finish_(finish) {}

  void run(BasicCpu<T, A>& device) {
    ScratchFrame frame(device);
    zeros_ = raw(frame.take(lattice_.row()));
    T* const kernels = raw(frame.take(points * lattice_.kernel_stride()));
    inputs_ = raw(frame.take(points * lattice_.input_stride()));
    products_ = raw(frame.take(points * lattice_.product_stride()));
    std::fill_n(zeros_, lattice_.row(), T(0));
    for (first_ = 0; first_ < lattice_.tiles(); first_ += lattice_.chunk()) {
      count_ = std::min(lattice_.chunk(), lattice_.tiles() - first_);
      const std::size_t units = Lattice::parts(count_, unit);
      parallel::for_each(units, [&](std::size_t u) { transform_inputs(u * unit); });
      for (std::size_t column = 0; column < lattice_.columns; column += lattice_.band()) {
        const std::size_t columns = std::min(lattice_.columns - column, lattice_.band());
        if (first_ == 0 || columns < lattice_.columns) {
          kernels_.transform(kernels, lattice_.kernel_stride(), column, columns);
        }
        multiply(kernels, column, columns);
      }
      parallel::for_each(units, [&](std::size_t u) { finish(u * unit); });
    }
  }

 private:
  using Lattice = WinogradLattice<m, T, A>;
  using Filter = WinogradFilter<m>;
  using B = simd::Batch<T, A>;
  static constexpr std::size_t inputs = Lattice::inputs;
  static constexpr std::size_t points = Lattice::points;
  static constexpr std::size_t panel_width = Lattice::panel_width;
  static constexpr std::size_t width = simd::width<T, A>;
  static constexpr std::size_t unit = Lattice::unit;

  struct Tile {
    std::size_t image;
    std::size_t row;  // of its first output
    std::size_t column;
  };
  Tile tile_at(std::size_t index) const {
    const std::size_t across = lattice_.tiles_across();
    const std::size_t down = lattice_.tiles_down();
    return {index / (across * down), index / across % down * m, index % across * m};
  }

  /// The inputs of the unit of tiles that begins with tile `t` of the chunk.
  void transform_inputs(std::size_t t) {
    const std::size_t stride = lattice_.input_stride();
    for (const std::size_t last = std::min(count_, t + unit); t < last; ++t) {
      const std::array<const T*, points> pixels = pixels_of(tile_at(first_ + t));
      T* const to = inputs_ + t * lattice_.row();
      for_registers<panel_width>(
          0, lattice_.depth, [&](std::size_t c, auto lanes) __attribute__((always_inline)) {
            transform_square<inputs, inputs, T, A>(
                [](const auto& d) __attribute__((always_inline)) { return Filter::input(d); },
                [&](std::size_t i, std::size_t j, auto v) __attribute__((always_inline)) {
                  const T* const from = pixels[i * inputs + j] + c;
                  if (v == 0) __builtin_prefetch(from + panel_width);
                  return simd::load_partial<A>(from + v * width, lanes_of<v>(lanes));
                },
                [&](std::size_t i, std::size_t j, std::size_t v, const B& x)
                    __attribute__((always_inline)) {
                      T* const place = to + (i * inputs + j) * stride + c;
                      simd::store(place + v * width, x);
                      if (v > 0) __builtin_prefetch(place + panel_width, 1);
                    });
          });
    }
  }

  /// What register `v` of a line has of its lanes.
  template <std::size_t v>
  static simd::AllLanes lanes_of(simd::AllLanes lanes) {
    return lanes;
  }
  template <std::size_t v>
  static std::size_t lanes_of(std::size_t lanes) {
    return std::min(width, std::max(v * width, lanes) - v * width);
  }

  /// Where the inputs of a tile lie; those outside of the image are zeros.
  std::array<const T*, points> pixels_of(const Tile& tile) const {
    std::array<const T*, points> pixels;
    for (std::size_t i = 0; i < points; ++i) {
      const std::ptrdiff_t row = inside(signed_size(tile.row + i / inputs) + lattice_.shift,
                                        lattice_.source_height, lattice_.border);
      const std::ptrdiff_t column = inside(signed_size(tile.column + i % inputs) + lattice_.shift,
                                           lattice_.source_width, lattice_.border);
      const std::size_t place =
          (tile.image * lattice_.source_height + static_cast<std::size_t>(row)) *
              lattice_.source_width +
          static_cast<std::size_t>(column);
      pixels[i] = row < 0 || column < 0 ? zeros_ : source_ + place * lattice_.depth;
    }
    return pixels;
  }

  /// The products of a band of columns.
  void multiply(const T* kernels, std::size_t column, std::size_t columns) {
    const std::size_t groups = Lattice::parts(columns, column_group);
    parallel::for_each(points * groups, [&](std::size_t item) {
      const std::size_t first = item % groups * column_group;
      const std::size_t last = std::min(columns, first + column_group);
      multiply_group(kernels, item / groups, column, first, last);
    });
  }

  /// Columns first ... last - 1 of the band that begins at `column`, at one point.
  ///
  /// The way back magnifies the rounding of long sums: they are added up from short ones.
  void multiply_group(const T* kernels, std::size_t point, std::size_t column, std::size_t first,
                      std::size_t last) {
    constexpr std::size_t most_terms = 128;
    T* const products = products_ + point * lattice_.product_stride();
    const StoreSum<T> store{products, lattice_.padded_columns()};
    const Accumulate<T> add{products, lattice_.padded_columns()};
    kernels += point * lattice_.kernel_stride();
    for (; first < last; first += panel_width) {
      for (std::size_t k = 0; k < lattice_.depth; k += most_terms) {
        const Factors<T> factors{inputs_ + point * lattice_.input_stride() + k, lattice_.row(),
                                 kernels + first * lattice_.depth + k * panel_width, panel_width,
                                 std::min(most_terms, lattice_.depth - k)};
        const Finish<T> finish =
            k == 0 ? finish_with<A, Left::rows, T>(store) : finish_with<A, Left::rows, T>(add);
        panel<A, Left::rows>(factors, 0, count_, column + first, panel_width, finish);
      }
    }
  }

  /// The results of the unit of tiles that begins with tile `t` of the chunk.
  void finish(std::size_t t) const {
    for (const std::size_t last = std::min(count_, t + unit); t < last; ++t) {
      const T* const products = products_ + t * lattice_.padded_columns();
      for (std::size_t column = 0; column < lattice_.columns; column += column_group) {
        finish_tile(products + column, tile_at(first_ + t), column,
                    std::min(column_group, lattice_.columns - column));
      }
    }
  }

  void finish_tile(const T* products, const Tile& tile, std::size_t column,
                   std::size_t columns) const {
    alignas(64) T sums[m * m * column_group];
    const std::size_t stride = lattice_.product_stride();
    for (std::size_t c = 0; c < columns; c += panel_width) {
      transform_square<inputs, m, T, A>(
          [](const auto& s) __attribute__((always_inline)) { return Filter::output(s); },
          [&](std::size_t i, std::size_t j, std::size_t v) __attribute__((always_inline)) {
            return B::load_aligned(products + (i * inputs + j) * stride + c + v * width);
          },
          [&](std::size_t i, std::size_t j, std::size_t v, const B& x)
              __attribute__((always_inline)) {
                x.store_aligned(sums + (i * m + j) * column_group + c + v * width);
              });
    }
    const std::size_t rows = std::min(m, lattice_.result_height - tile.row);
    const std::size_t pixels = std::min(m, lattice_.result_width - tile.column);
    for (std::size_t i = 0; i < rows; ++i) {
      const std::size_t pixel =
          (tile.image * lattice_.result_height + tile.row + i) * lattice_.result_width +
          tile.column;
      finish_.block(sums + i * m * column_group, column_group, pixels, columns, pixel, column,
                    finish_.epilogue);
    }
  }

  static constexpr std::size_t column_group = Lattice::column_group;

  WinogradKernels<m, T, A> kernels_;
  Lattice lattice_;
  const T* source_;
  ImageFinish<T> finish_;
  T* zeros_ = nullptr;
  T* inputs_ = nullptr;    // (points, tiles of a chunk, depth)
  T* products_ = nullptr;  // (points, tiles of a chunk, columns)
  std::size_t first_ = 0;  // tile of the chunk
  std::size_t count_ = 0;  // of its tiles
};

}  // namespace saddle::cpu
