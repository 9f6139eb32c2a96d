// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/image/winograd_filter.hpp>
#include <saddle/backend/cpu/product/panel.hpp>
#include <saddle/backend/geometry/convolution.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/core/simd.hpp>

#include <algorithm>
#include <cstddef>

namespace saddle::cpu {

/// The 3x3 kernels of a convolution as Winograd's filters multiply with them; of a transposed one
/// flipped, and with the channels exchanged.
template <std::size_t m, class T, class A>
class WinogradKernels {
 public:
  WinogradKernels(const Convolution& g, bool transposed, const T* weights)
      : g_(g), transposed_(transposed), weights_(weights) {}

  /// Writes panels (panels, depth, panel_width) of `columns` columns for each point, `stride`
  /// apart.
  void transform(T* kernels, std::size_t stride, std::size_t column, std::size_t columns) const {
    constexpr std::size_t together = 4;  // panels, whose rows of a weight are neighbours
    const std::size_t panels = (columns + panel_width - 1) / panel_width;
    const std::size_t groups = (panels + together - 1) / together;
    const std::size_t slices = (depth() + slice - 1) / slice;
    parallel::for_each(slices * groups, [&](std::size_t task) {
      const std::size_t first = task % groups * together;
      const std::size_t last = std::min(panels, first + together);
      for (std::size_t p = first; p < last; ++p) {
        transform_slice(kernels + p * panel_width * depth(), stride, column + p * panel_width,
                        task / groups * slice);
      }
    });
  }

 private:
  static constexpr std::size_t inputs = WinogradFilter<m>::inputs;
  static constexpr std::size_t width = simd::width<T, A>;
  static constexpr std::size_t panel_width = 2 * width;
  static constexpr std::size_t slice = 16;  // rows of a panel that are transformed together
  static constexpr std::size_t slice_size = slice * panel_width;

  std::size_t depth() const { return transposed_ ? g_.out : g_.in; }
  std::size_t results() const { return transposed_ ? g_.in : g_.out; }

  void transform_slice(T* kernels, std::size_t stride, std::size_t column, std::size_t k) const {
    alignas(64) T taps[9 * slice_size];
    const std::size_t rows = std::min(slice, depth() - k);
    gather(taps, column, k, rows);
    T* const to = kernels + k * panel_width;
    for (std::size_t i = 0; i < rows * panel_width; i += panel_width) {
      transform_square<3, inputs, T, A>(
          [](const auto& g) __attribute__((always_inline)) { return WinogradFilter<m>::weight(g); },
          [&](std::size_t r, std::size_t c, std::size_t v) __attribute__((always_inline)) {
            return simd::load<A>(taps + (3 * r + c) * slice_size + i + v * width);
          },
          [&](std::size_t r, std::size_t c, std::size_t v, const simd::Batch<T, A>& x)
              __attribute__((always_inline)) {
                T* const place = to + (r * inputs + c) * stride + i;
                simd::store(place + v * width, x);
                if (v > 0) __builtin_prefetch(place + panel_width, 1);
              });
    }
  }

  /// Rows k ... k + rows - 1 of the panel at `column`, tap by tap.
  void gather(T* taps, std::size_t column, std::size_t k, std::size_t rows) const {
    const std::size_t count = std::min(panel_width, results() - column);
    for (std::size_t tap = 0; tap < 9; ++tap, taps += slice_size) {
      const T* const from = weights_ + (transposed_ ? 8 - tap : tap) * g_.in * g_.out;
      if (transposed_) {
        transpose_panel<A>(taps, from + column * g_.out + k, g_.out, count, rows);
      } else {
        copy_panel<A>(taps, from + k * g_.out + column, g_.out, count, rows);
      }
    }
  }

  Convolution g_;
  bool transposed_;
  const T* weights_;
};

}  // namespace saddle::cpu
