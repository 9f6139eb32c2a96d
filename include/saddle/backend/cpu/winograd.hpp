// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>
#include <saddle/backend/cpu/image_tile.hpp>
#include <saddle/backend/cpu/image_window.hpp>
#include <saddle/backend/cpu/panel.hpp>
#include <saddle/backend/cpu/product.hpp>
#include <saddle/backend/cpu/winograd_filter.hpp>
#include <saddle/backend/cpu/winograd_lattice.hpp>
#include <saddle/core/convolution.hpp>
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
      : g_(g),
        transposed_(transposed),
        lattice_(g, transposed, n),
        source_(source),
        weights_(weights),
        finish_(finish) {}

  void run(BasicCpu<T, A>& device) {
    ScratchFrame frame(device);
    zeros_ = raw(frame.take(lattice_.row()));
    inputs_ = raw(frame.take(points * lattice_.input_stride()));
    kernels_ = raw(frame.take(points * lattice_.weight_stride()));
    own_ = raw(frame.take(lattice_.tasks() * lattice_.task_size()));
    std::fill_n(zeros_, lattice_.row(), T(0));
    transform_weights();
    const std::size_t units = Lattice::parts(lattice_.tiles(), unit);
    for (std::size_t first = 0; first < units; first += lattice_.chunk_units()) {
      const std::size_t count = std::min(lattice_.chunk_units(), units - first);
      parallel::for_each(count, [&](std::size_t u) { transform_inputs(first, first + u); });
      multiply(first, count);
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

  /// All kernels, panel by panel at each point.
  void transform_weights() {
    constexpr std::size_t together = 4;  // panels, whose rows of a weight are neighbours
    const std::size_t groups = Lattice::parts(lattice_.panels(), together);
    const std::size_t slices = Lattice::parts(lattice_.depth, slice);
    parallel::for_each(slices * groups, [&](std::size_t task) {
      const std::size_t first = task % groups * together;
      const std::size_t last = std::min(lattice_.panels(), first + together);
      for (std::size_t p = first; p < last; ++p) transform_slice(p, task / groups * slice);
    });
  }

  /// Rows k ... k + slice - 1 of a panel.
  void transform_slice(std::size_t p, std::size_t k) {
    alignas(64) T taps[9 * slice * panel_width];
    const std::size_t depth = std::min(slice, lattice_.depth - k);
    const std::size_t column = p * panel_width;
    const std::size_t count = std::min(panel_width, lattice_.columns - column);
    for (std::size_t tap = 0; tap < 9; ++tap) {
      T* const to = taps + tap * slice * panel_width;
      if (transposed_) {
        const T* const from = weights_ + (8 - tap) * g_.in * g_.out;
        transpose_panel<A>(to, from + column * g_.out + k, g_.out, count, depth);
      } else {
        const T* const from = weights_ + tap * g_.in * g_.out;
        copy_panel<A>(to, from + k * g_.out + column, g_.out, count, depth);
      }
    }
    T* const panel = kernels_ + p * lattice_.panel_size() + k * panel_width;
    const std::size_t stride = lattice_.weight_stride();
    for (std::size_t i = 0; i < depth * panel_width; i += width) {
      transform_square<3, inputs, T, A>(
          [](const auto& g) __attribute__((always_inline)) { return Filter::weight(g); },
          [&](std::size_t r, std::size_t c) __attribute__((always_inline)) {
            return B::load_aligned(taps + (3 * r + c) * slice * panel_width + i);
          },
          [&](std::size_t r, std::size_t c, const B& x) __attribute__((always_inline)) {
            x.store_aligned(panel + (r * inputs + c) * stride + i);
          });
    }
  }

  /// The inputs of the tiles of unit `u`, in the chunk that begins with unit `first`.
  void transform_inputs(std::size_t first, std::size_t u) {
    const std::size_t stride = lattice_.input_stride();
    const std::size_t last = std::min(lattice_.tiles(), (u + 1) * unit);
    for (std::size_t t = u * unit; t < last; ++t) {
      const std::array<const T*, points> pixels = pixels_of(tile_at(t));
      T* const to = inputs_ + (t - first * unit) * lattice_.row();
      for_registers<width>(
          0, lattice_.depth, [&](std::size_t c, auto lanes) __attribute__((always_inline)) {
            transform_square<inputs, inputs, T, A>(
                [](const auto& d) __attribute__((always_inline)) { return Filter::input(d); },
                [&](std::size_t i, std::size_t j) __attribute__((always_inline)) {
                  return simd::load_partial<A>(pixels[i * inputs + j] + c, lanes);
                },
                [&](std::size_t i, std::size_t j, const B& x) __attribute__((always_inline)) {
                  simd::store(to + (i * inputs + j) * stride + c, x);
                });
          });
    }
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

  /// The products and results of `count` units from `first` on.
  void multiply(std::size_t first, std::size_t count) {
    const std::size_t blocks = lattice_.blocks(count);
    const std::size_t items = blocks * lattice_.groups();
    const std::size_t tasks = std::min(items, lattice_.tasks());
    parallel::for_each(tasks, [&](std::size_t task) {
      T* const products = own_ + task * lattice_.task_size();
      for (std::size_t i = items * task / tasks; i < items * (task + 1) / tasks; ++i) {
        const std::size_t block = i / lattice_.groups();
        const std::size_t begin = first + count * block / blocks;
        const std::size_t end = first + count * (block + 1) / blocks;
        multiply_block(products, first * unit, begin * unit, std::min(lattice_.tiles(), end * unit),
                       i % lattice_.groups());
      }
    });
  }

  /// Tiles begin ... end - 1 of the chunk that starts with tile `first`, for one group of columns.
  void multiply_block(T* products, std::size_t first, std::size_t begin, std::size_t end,
                      std::size_t group) {
    const std::size_t column = group * column_group;
    const std::size_t columns = std::min(column_group, lattice_.columns - column);
    for (std::size_t point = 0; point < points; ++point) {
      const StoreSum<T> epilogue{products + point * lattice_.product_stride(), column_group};
      const Finish<T> store = finish_with<A, Left::rows, T>(epilogue);
      Factors<T> factors{
          inputs_ + point * lattice_.input_stride() + (begin - first) * lattice_.row(),
          lattice_.row(),
          kernels_ + point * lattice_.weight_stride() +
              column / panel_width * lattice_.panel_size(),
          panel_width, lattice_.depth};
      for (std::size_t c = 0; c < columns; c += panel_width) {
        panel<A, Left::rows>(factors, 0, end - begin, c, panel_width, store);
        factors.b += lattice_.panel_size();
      }
    }
    T* const sums = products + points * lattice_.product_stride();
    for (std::size_t t = begin; t < end; ++t) {
      finish_tile(sums, products + (t - begin) * column_group, tile_at(t), column, columns);
    }
  }

  void finish_tile(T* sums, const T* products, const Tile& tile, std::size_t column,
                   std::size_t columns) const {
    const std::size_t stride = lattice_.product_stride();
    for (std::size_t c = 0; c < columns; c += width) {
      transform_square<inputs, m, T, A>(
          [](const auto& s) __attribute__((always_inline)) { return Filter::output(s); },
          [&](std::size_t i, std::size_t j) __attribute__((always_inline)) {
            return B::load_aligned(products + (i * inputs + j) * stride + c);
          },
          [&](std::size_t i, std::size_t j, const B& x) __attribute__((always_inline)) {
            x.store_aligned(sums + (i * m + j) * column_group + c);
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

  static constexpr std::size_t slice = 16;  // rows of a weight that are transformed together
  static constexpr std::size_t column_group = Lattice::column_group;

  Convolution g_;
  bool transposed_;
  Lattice lattice_;
  const T* source_;
  const T* weights_;
  ImageFinish<T> finish_;
  T* zeros_ = nullptr;
  T* inputs_ = nullptr;   // (points, tiles of a chunk, depth)
  T* kernels_ = nullptr;  // (points, panels, depth, panel_width)
  T* own_ = nullptr;      // of each task: (points, tiles of a block, column_group), a tile's result
};

}  // namespace saddle::cpu
