// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include <saddle/core/simd.hpp>

namespace saddle::cpu {

/// Writes the transpose of `count` rows of `matrix`, each of `depth` entries, as a panel
/// (depth, panel_width) of two registers a row; missing columns are zero.
///
/// Narrow contiguous panels, because long power-of-two strides would fall on few cache sets.
template <class A, class T>
[[gnu::noinline]] void transpose_panel(T* panel, const T* matrix, std::size_t stride,
                                       std::size_t count, std::size_t depth) {
  using B = simd::Batch<T, A>;
  constexpr std::size_t width = simd::width<T, A>;
  for (std::size_t first = 0; first < 2 * width; first += width) {
    const std::size_t rows = count > first ? std::min(width, count - first) : 0;
    for (std::size_t k = 0; k < depth; k += width) {
      const std::size_t length = std::min(width, depth - k);
      const T* const from = matrix + first * stride + k;
      std::array<B, width> block;
      if (rows == width && length == width) {
        simd::unroll<width>([&](auto i) __attribute__((always_inline)) {
          block[i] = simd::load<A>(from + i * stride);
        });
      } else {
        for (std::size_t i = 0; i < width; ++i) {
          block[i] = i < rows ? simd::load_partial<A>(from + i * stride, length) : B(T(0));
        }
      }
      simd::transpose(block);
      for (std::size_t i = 0; i < length; ++i) {
        simd::store(panel + (k + i) * 2 * width + first, block[i]);
      }
    }
  }
}

}  // namespace saddle::cpu
