// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>
#include <saddle/backend/cpu/elementwise.hpp>
#include <saddle/backend/geometry/pixel_blocks.hpp>
#include <saddle/backend/geometry/pixel_order.hpp>

#include <algorithm>
#include <cstddef>

namespace saddle {

namespace cpu {

/// Calls f(place in the coarse images, their step, place in the fine images) for every fine pixel,
/// on all workers: `channels` numbers that lie `step` apart in the one and together in the other.
template <class F>
void for_shuffled_pixels(const PixelBlocks& g, PixelOrder order, std::size_t n, F&& f) {
  const std::size_t r = g.block_width;
  const std::size_t step = order == PixelOrder::pytorch ? r * r : 1;
  for_blocks(n * g.rows * r, g.fine_width() * g.channels, [&](std::size_t first, std::size_t last) {
    for (std::size_t row = first; row < last; ++row) {
      for (std::size_t column = 0; column < g.fine_width(); ++column) {
        const std::size_t block = row / r * g.columns + column / r;
        const std::size_t channel =
            shuffled_channel(order, r, g.channels, row % r, column % r, std::size_t{0});
        f(block * r * r * g.channels + channel, step, (row * g.fine_width() + column) * g.channels);
      }
    }
  });
}

}  // namespace cpu

/// The channels of the coarse images become blocks of pixels of the fine ones.
///
/// Shapes: coarse (n, rows, columns, r^2 channels), fine (n, r rows, r columns, channels), with
/// the blocks r x r of `g`.
template <class T, class A>
void shuffle_pixels(BasicCpu<T, A>&, const PixelBlocks& g, PixelOrder order,
                    Write<BasicCpu<T, A>> fine, Read<BasicCpu<T, A>> coarse, std::size_t n) {
  cpu::for_shuffled_pixels(g, order, n, [&](std::size_t from, std::size_t step, std::size_t to) {
    if (step == 1) {
      std::copy_n(raw(coarse) + from, g.channels, raw(fine) + to);
    } else {
      for (std::size_t c = 0; c < g.channels; ++c) raw(fine)[to + c] = raw(coarse)[from + c * step];
    }
  });
}

/// The transpose and inverse of `shuffle_pixels`.
template <class T, class A>
void unshuffle_pixels(BasicCpu<T, A>&, const PixelBlocks& g, PixelOrder order,
                      Write<BasicCpu<T, A>> coarse, Read<BasicCpu<T, A>> fine, std::size_t n) {
  cpu::for_shuffled_pixels(g, order, n, [&](std::size_t to, std::size_t step, std::size_t from) {
    if (step == 1) {
      std::copy_n(raw(fine) + from, g.channels, raw(coarse) + to);
    } else {
      for (std::size_t c = 0; c < g.channels; ++c) raw(coarse)[to + c * step] = raw(fine)[from + c];
    }
  });
}

/// The pixels of one colour of a checkerboard, (row + column) mod 2 == colour; zero elsewhere.
///
/// Shapes: in and out (n, height, width, channels).
template <class T, class A>
void mask_checkerboard(BasicCpu<T, A>&, Write<BasicCpu<T, A>> out, Read<BasicCpu<T, A>> in,
                       std::size_t n, std::size_t height, std::size_t width, std::size_t channels,
                       std::size_t colour) {
  cpu::for_blocks(n * height, width * channels, [&](std::size_t first, std::size_t last) {
    for (std::size_t row = first; row < last; ++row) {
      for (std::size_t column = 0; column < width; ++column) {
        const std::size_t place = (row * width + column) * channels;
        if ((row % height + column) % 2 == colour) {
          std::copy_n(raw(in) + place, channels, raw(out) + place);
        } else {
          std::fill_n(raw(out) + place, channels, T(0));
        }
      }
    }
  });
}

}  // namespace saddle
