// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>
#include <saddle/backend/cpu/elementwise.hpp>
#include <saddle/backend/geometry/pixel_blocks.hpp>
#include <saddle/core/simd.hpp>

#include <cstddef>

namespace saddle {

namespace cpu {

/// Calls f(coarse place, fine place of the block's first pixel, lanes) for the registers of every
/// coarse pixel, on all workers.
template <class T, class A, class F>
void for_pixel_blocks(const PixelBlocks& g, std::size_t n, F&& f) {
  for_blocks(
      n * g.rows, g.columns * g.block_pixels() * g.channels,
      [&](std::size_t first, std::size_t last) {
        for (std::size_t row = first; row < last; ++row) {
          for (std::size_t column = 0; column < g.columns; ++column) {
            const std::size_t coarse = (row * g.columns + column) * g.channels;
            const std::size_t fine =
                (row * g.block_height * g.fine_width() + column * g.block_width) * g.pixel_size;
            for_registers<simd::width<T, A>>(
                0, g.channels, [&](std::size_t c, auto lanes) __attribute__((always_inline)) {
                  f(coarse + c, fine + c, lanes);
                });
          }
        }
      });
}

}  // namespace cpu

/// coarse = scale * the sum over each block of `fine`.
///
/// Accuracy: the sums of a block's rows are added up, so that large blocks lose little.
template <class T, class A>
void sum_blocks(BasicCpu<T, A>&, const PixelBlocks& g, Write<BasicCpu<T, A>> coarse,
                Read<BasicCpu<T, A>> fine, std::size_t n, T scale) {
  using B = simd::Batch<T, A>;
  cpu::for_pixel_blocks<T, A>(
      g, n, [&](std::size_t to, std::size_t from, auto lanes) __attribute__((always_inline)) {
        B sum(T(0));
        for (std::size_t p = 0; p < g.block_height; ++p) {
          const T* pixel = raw(fine) + from + p * g.fine_width() * g.pixel_size;
          B row = simd::load_partial<A>(pixel, lanes);
          for (std::size_t q = 1; q < g.block_width; ++q) {
            row = row + simd::load_partial<A>(pixel += g.pixel_size, lanes);
          }
          sum = sum + row;
        }
        simd::store_partial(raw(coarse) + to, sum * B(scale), lanes);
      });
}

/// Each block of `fine` = scale * its pixel of `coarse`: the transpose of `sum_blocks`.
template <class T, class A>
void spread_blocks(BasicCpu<T, A>&, const PixelBlocks& g, Write<BasicCpu<T, A>> fine,
                   Read<BasicCpu<T, A>> coarse, std::size_t n, T scale) {
  using B = simd::Batch<T, A>;
  cpu::for_pixel_blocks<T, A>(
      g, n, [&](std::size_t from, std::size_t to, auto lanes) __attribute__((always_inline)) {
        const B value = simd::load_partial<A>(raw(coarse) + from, lanes) * B(scale);
        for (std::size_t p = 0; p < g.block_height; ++p) {
          T* pixel = raw(fine) + to + p * g.fine_width() * g.pixel_size;
          for (std::size_t q = 0; q < g.block_width; ++q, pixel += g.pixel_size) {
            simd::store_partial(pixel, value, lanes);
          }
        }
      });
}

}  // namespace saddle
