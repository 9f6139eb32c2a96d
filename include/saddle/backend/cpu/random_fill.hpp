// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>
#include <saddle/backend/cpu/elementwise.hpp>
#include <saddle/core/random.hpp>
#include <saddle/core/simd.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace saddle {

namespace cpu {

/// x -> shift + scale x, in place.
template <class T, class A>
void scale_and_shift(T* x, std::size_t count, double scale, double shift) {
  using B = simd::Batch<T, A>;
  const B factor(static_cast<T>(scale));
  const B offset(static_cast<T>(shift));
  for_registers<simd::width<T, A>>(0, count, [&](std::size_t i, auto lanes) {
    const B value = simd::multiply_add(simd::load_partial<A>(x + i, lanes), factor, offset);
    simd::store_partial(x + i, value, lanes);
  });
}

}  // namespace cpu

/// Normal values for samples first_sample ... of a draw.
///
/// Shapes: out (n, width).
template <class T, class A>
void fill_normal(BasicCpu<T, A>&, Write<BasicCpu<T, A>> out, std::size_t n, std::size_t width,
                 std::size_t first_sample, const random::Draw& draw, double mean = 0,
                 double deviation = 1) {
  cpu::for_blocks(n, 8 * width, [&](std::size_t first, std::size_t last) {
    T* const to = raw(out) + first * width;
    random::normal<T, A>(to, first_sample + first, last - first, width, draw);
    if (mean != 0 || deviation != 1) {
      cpu::scale_and_shift<T, A>(to, (last - first) * width, deviation, mean);
    }
  });
}

/// Uniform values between `low` and `high` for samples first_sample ... of a draw.
///
/// Shapes: out (n, width).
template <class T, class A>
void fill_uniform(BasicCpu<T, A>&, Write<BasicCpu<T, A>> out, std::size_t n, std::size_t width,
                  std::size_t first_sample, const random::Draw& draw, double low = 0,
                  double high = 1) {
  cpu::for_blocks(n, 8 * width, [&](std::size_t first, std::size_t last) {
    T* const to = raw(out) + first * width;
    random::uniform<T, A>(to, first_sample + first, last - first, width, draw);
    if (low != 0 || high != 1) {
      cpu::scale_and_shift<T, A>(to, (last - first) * width, high - low, low);
    }
  });
}

/// y = x / keep where the draw's uniform value is below `keep`, else 0.
///
/// Linear in x with a mask that is computed again from the draw, so the same call is forward,
/// pullback and pushforward; `y` may be `x`.
/// Shapes: x and y (n, width).
template <class T, class A>
void dropout(BasicCpu<T, A>&, Write<BasicCpu<T, A>> y, Read<BasicCpu<T, A>> x, std::size_t n,
             std::size_t width, std::size_t first_sample, double keep, const random::Draw& draw) {
  using B = simd::Batch<T, A>;
  constexpr std::size_t rows = simd::width<T, A>;  // samples at a time
  constexpr std::size_t chunk = 64;                // and values of each
  cpu::for_blocks((n + rows - 1) / rows, 8 * rows * width, [&](std::size_t begin, std::size_t end) {
    alignas(64) std::array<T, rows * chunk> value;
    const B scale(static_cast<T>(1 / keep));
    const B bound(static_cast<T>(keep));
    for (std::size_t first = begin * rows; first < std::min(n, end * rows); first += rows) {
      const std::size_t samples = std::min(rows, n - first);
      for (std::size_t c = 0; c < width; c += chunk) {
        const std::size_t count = std::min(chunk, width - c);
        random::uniform<T, A>(value.data(), first_sample + first, samples, count, draw,
                              static_cast<std::uint32_t>(c / 4));
        for (std::size_t i = 0; i < samples; ++i) {
          const std::size_t place = (first + i) * width + c;
          cpu::for_registers<rows>(0, count, [&](std::size_t k, auto lanes) {
            const B u =
                simd::load_partial<A>(static_cast<const T*>(value.data()) + i * count + k, lanes);
            const B mask = simd::choose(u < bound, scale, B(T(0)));
            simd::store_partial(raw(y) + place + k,
                                mask * simd::load_partial<A>(raw(x) + place + k, lanes), lanes);
          });
        }
      }
    }
  });
}

}  // namespace saddle
