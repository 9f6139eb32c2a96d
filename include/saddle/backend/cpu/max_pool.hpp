// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>
#include <saddle/backend/cpu/elementwise.hpp>
#include <saddle/backend/geometry/convolution.hpp>
#include <saddle/core/simd.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>

/// Max pooling of NHWC images; the geometry is that of a convolution whose border never wins.
///
/// The choice (n, out_height, out_width, channels) is the number of the tap that won, the first of
/// equals, kept as a scalar.
namespace saddle {

namespace cpu {

/// The taps of window `place` that lie inside of the image, along one axis.
struct WindowTaps {
  std::size_t first;
  std::size_t last;
  std::size_t source;  // under the first

  WindowTaps(std::size_t place, std::size_t extent, const Convolution& g) {
    const std::size_t begin = place * g.stride;
    first = g.padding.before > begin ? g.padding.before - begin : 0;
    source = begin + first - g.padding.before;
    last = std::min(g.kernel, first + extent - source);
  }
};

/// The windows along one axis that see row or column `i`.
struct SeeingWindows {
  std::size_t first;
  std::size_t last;
  std::size_t tap;  // of the first window; the next one sees it `stride` taps earlier

  SeeingWindows(std::size_t i, std::size_t windows, const Convolution& g) {
    const std::size_t place = i + g.padding.before;
    first = place < g.kernel ? 0 : (place - g.kernel) / g.stride + 1;
    last = std::min(windows, place / g.stride + 1);
    tap = place - first * g.stride;
  }
};

/// Calls f(place in the output, lanes, taps) for every register of the output, where taps(visit)
/// calls visit(place in the input, number of the tap) in order.
template <class T, class A, class F>
void for_windows(const Convolution& g, std::size_t n, F&& f) {
  const std::size_t rows = g.out_height();
  const std::size_t columns = g.out_width();
  for_blocks(n * rows, columns * g.kernel * g.kernel * g.in,
             [&](std::size_t begin, std::size_t end) {
               for (std::size_t row = begin; row < end; ++row) {
                 const std::size_t image = row / rows * g.height;
                 const WindowTaps down(row % rows, g.height, g);
                 for (std::size_t column = 0; column < columns; ++column) {
                   const WindowTaps across(column, g.width, g);
                   for_registers<simd::width<T, A>>(
                       0, g.in, [&](std::size_t c, auto lanes) __attribute__((always_inline)) {
                         f((row * columns + column) * g.in + c, lanes,
                           [&](auto&& visit) __attribute__((always_inline)) {
                             for (std::size_t p = down.first; p < down.last; ++p) {
                               std::size_t pixel =
                                   (image + down.source + p - down.first) * g.width + across.source;
                               for (std::size_t q = across.first; q < across.last; ++q, ++pixel) {
                                 visit(pixel * g.in + c, p * g.kernel + q);
                               }
                             }
                           });
                       });
                 }
               }
             });
}

}  // namespace cpu

/// y = the largest number in each window; NaN counts as largest.
///
/// Shapes: x (n, g.height, g.width, g.in), y and choice (n, out_height, out_width, g.in).
template <class T, class A>
void max_pool(BasicCpu<T, A>&, const Convolution& g, Write<BasicCpu<T, A>> y,
              Write<BasicCpu<T, A>> choice, Read<BasicCpu<T, A>> x, std::size_t n) {
  using B = simd::Batch<T, A>;
  cpu::for_windows<T, A>(
      g, n, [&](std::size_t to, auto lanes, auto&& taps) __attribute__((always_inline)) {
        B best(-std::numeric_limits<T>::infinity());
        B winner(T(0));
        taps([&](std::size_t from, std::size_t tap) __attribute__((always_inline)) {
          const B number = simd::load_partial<A>(raw(x) + from, lanes);
          const auto wins = (best == best) && !(number <= best);  // a NaN wins and stays
          winner = simd::choose(wins, B(static_cast<T>(tap)), winner);
          best = simd::choose(wins, number, best);
        });
        simd::store_partial(raw(y) + to, best, lanes);
        simd::store_partial(raw(choice) + to, winner, lanes);
      });
}

/// u = the tangent of the number that won.
///
/// Shapes: t like x of `max_pool`, u like y.
template <class T, class A>
void max_pool_tangent(BasicCpu<T, A>&, const Convolution& g, Write<BasicCpu<T, A>> u,
                      Read<BasicCpu<T, A>> t, Read<BasicCpu<T, A>> choice, std::size_t n) {
  using B = simd::Batch<T, A>;
  cpu::for_windows<T, A>(
      g, n, [&](std::size_t to, auto lanes, auto&& taps) __attribute__((always_inline)) {
        const B winner = simd::load_partial<A>(raw(choice) + to, lanes);
        B tangent(T(0));
        taps([&](std::size_t from, std::size_t tap) __attribute__((always_inline)) {
          tangent = simd::choose(winner == B(static_cast<T>(tap)),
                                 simd::load_partial<A>(raw(t) + from, lanes), tangent);
        });
        simd::store_partial(raw(u) + to, tangent, lanes);
      });
}

/// dx = the sum of dy over the windows that a number has won.
///
/// Shapes: dx like x of `max_pool`, dy like y.
template <class T, class A>
void max_pool_pullback(BasicCpu<T, A>&, const Convolution& g, Write<BasicCpu<T, A>> dx,
                       Read<BasicCpu<T, A>> dy, Read<BasicCpu<T, A>> choice, std::size_t n) {
  using B = simd::Batch<T, A>;
  const std::size_t rows = g.out_height();
  const std::size_t columns = g.out_width();
  cpu::for_blocks(n * g.height, g.width * g.in, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) {
      const std::size_t image = row / g.height * rows;
      const cpu::SeeingWindows down(row % g.height, rows, g);
      for (std::size_t column = 0; column < g.width; ++column) {
        const cpu::SeeingWindows across(column, columns, g);
        cpu::for_registers<simd::width<T, A>>(
            0, g.in, [&](std::size_t c, auto lanes) __attribute__((always_inline)) {
              B sum(T(0));
              for (std::size_t i = down.first; i < down.last; ++i) {
                const std::size_t p = down.tap - (i - down.first) * g.stride;
                for (std::size_t j = across.first; j < across.last; ++j) {
                  const std::size_t q = across.tap - (j - across.first) * g.stride;
                  const std::size_t from = ((image + i) * columns + j) * g.in + c;
                  const auto won = simd::load_partial<A>(raw(choice) + from, lanes) ==
                                   B(static_cast<T>(p * g.kernel + q));
                  sum = sum +
                        simd::choose(won, simd::load_partial<A>(raw(dy) + from, lanes), B(T(0)));
                }
              }
              simd::store_partial(raw(dx) + (row * g.width + column) * g.in + c, sum, lanes);
            });
      }
    }
  });
}

}  // namespace saddle
