// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/simd/lanes.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

/// Panels: two registers' columns of a matrix, contiguous.
namespace saddle::cpu {

/// Writes the transpose of a square of registers: its rows are `from_stride` apart, those of the
/// result `to_stride`.
template <class A, std::size_t to_stride, class T>
[[gnu::always_inline]] inline void transpose_square(T* to, const T* from, std::size_t from_stride) {
  constexpr std::size_t width = simd::width<T, A>;
  std::array<simd::Batch<T, A>, width> rows;
  simd::unroll<width>([&](auto i) __attribute__((always_inline)) {
    rows[i] = simd::load<A>(from);
    from += from_stride;
  });
  simd::transpose(rows);
  simd::unroll<width>(
      [&](auto i) __attribute__((always_inline)) { simd::store(to + i * to_stride, rows[i]); });
}

/// The same for `count` rows of `length` entries; missing rows count as zero.
template <class A, std::size_t to_stride, class T>
void transpose_part(T* to, const T* from, std::size_t from_stride, std::size_t count,
                    std::size_t length) {
  constexpr std::size_t width = simd::width<T, A>;
  for (std::size_t k = 0; k < length; ++k) {
    for (std::size_t i = 0; i < width; ++i) {
      to[k * to_stride + i] = i < count ? from[i * from_stride + k] : T(0);
    }
  }
}

/// Writes `count` columns of `matrix`, of `depth` entries each, as a panel (depth, panel_width) of
/// two registers a row; missing columns are zero. Adds the columns' sums to `sums`, unless null.
template <class A, class T>
[[gnu::noinline]] void copy_panel(T* panel, const T* matrix, std::size_t stride, std::size_t count,
                                  std::size_t depth, T* sums = nullptr) {
  using B = simd::Batch<T, A>;
  constexpr std::size_t width = simd::width<T, A>;
  const auto copy = [&](auto low, auto high) __attribute__((always_inline)) {
    B low_sum(T(0));
    B high_sum(T(0));
    for (std::size_t k = 0; k < depth; ++k, panel += 2 * width, matrix += stride) {
      const B low_part = simd::load_partial<A>(matrix, low);
      const B high_part = simd::load_partial<A>(matrix + width, high);
      simd::store(panel, low_part);
      simd::store(panel + width, high_part);
      low_sum = low_sum + low_part;
      high_sum = high_sum + high_part;
    }
    if (!sums) return;
    simd::store_partial(sums, simd::load_partial<A>(sums, low) + low_sum, low);
    simd::store_partial(sums + width, simd::load_partial<A>(sums + width, high) + high_sum, high);
  };
  if (count == 2 * width) copy(simd::AllLanes{}, simd::AllLanes{});
  else copy(std::min(width, count), count > width ? count - width : 0);
}

/// Writes the transpose of `count` rows of `matrix`, each of `depth` entries, as a panel
/// (depth, panel_width) of two registers a row; missing columns are zero.
template <class A, class T>
[[gnu::noinline]] void transpose_panel(T* panel, const T* matrix, std::size_t stride,
                                       std::size_t count, std::size_t depth) {
  constexpr std::size_t width = simd::width<T, A>;
  constexpr std::size_t panel_width = 2 * width;
  for (std::size_t first = 0; first < panel_width; first += width) {
    const std::size_t rows = count > first ? std::min(width, count - first) : 0;
    const T* from = matrix + first * stride;
    T* to = panel + first;
    std::size_t k = 0;
    if (rows == width) {
      for (; k + width <= depth; k += width, from += width, to += width * panel_width) {
        transpose_square<A, panel_width>(to, from, stride);
      }
    }
    transpose_part<A, panel_width>(to, from, stride, rows, depth - k);
  }
}

}  // namespace saddle::cpu
