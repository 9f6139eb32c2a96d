// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>
#include <saddle/backend/cpu/elementwise.hpp>
#include <saddle/core/simd/lanes.hpp>

#include <cstddef>

namespace saddle {

/// The weighted mean of a loss of one score, in double: loss += weight * mean, and
/// dscore[i] = weight / n * slope, which may be null.
///
/// `f(score, value, slope)` is called on registers of doubles and sets the last two.
template <class F, class T, class A>
void scores(BasicCpu<T, A>& device, const F& f, std::size_t n, double weight,
            Write<BasicCpu<T, A>> dscore, Slot<BasicCpu<T, A>> loss, Read<BasicCpu<T, A>> score) {
  using Doubles = simd::Batch<double, A>;
  const Doubles share(weight / static_cast<double>(n));
  Doubles sum(0.0);
  cpu::for_registers<simd::width<T, A>>(0, n, [&](std::size_t i, auto lanes) {
    auto parts = simd::to_doubles(simd::load_partial<A>(raw(score) + i, lanes));
    std::size_t place = i;
    for (Doubles& part : parts) {
      Doubles value(0.0);
      Doubles slope(0.0);
      f(part, value, slope);
      if (place + Doubles::size > n) {
        alignas(64) double padded[Doubles::size];
        value.store_aligned(padded);
        value = simd::load_partial<A>(padded, n > place ? n - place : 0);
      }
      sum = sum + value;
      part = slope * share;
      place += Doubles::size;
    }
    if (dscore) simd::store_partial(raw(dscore) + i, simd::from_doubles(parts), lanes);
  });
  cpu::number(device, loss) += weight * (simd::reduce_add(sum) / static_cast<double>(n));
}

}  // namespace saddle
