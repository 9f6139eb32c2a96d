// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>
#include <saddle/backend/cpu/elementwise.hpp>
#include <saddle/core/simd_lanes.hpp>

#include <array>
#include <cmath>
#include <cstddef>

namespace saddle {

/// What is known of the values of a loss: enough for its mean and that mean's uncertainty.
struct ScoreTotal {
  double sum = 0;
  double squares = 0;
  std::size_t count = 0;

  double mean() const { return count > 0 ? sum / static_cast<double>(count) : 0; }

  /// The standard error of the mean of independent values; 0 for fewer than two.
  double standard_error() const {
    if (count < 2) return 0;
    const double n = static_cast<double>(count);
    const double variance = (squares - sum * sum / n) / (n - 1);
    return variance > 0 ? std::sqrt(variance / n) : 0;
  }
};

/// Evaluates a loss of one score in double: dscore[i] = weight * slope, `total` gathers the values.
///
/// `f(score, value, slope)` is called on registers of doubles and sets the last two. `dscore` and
/// `total` may be null.
template <class F, class T, class A>
void scores(BasicCpu<T, A>&, const F& f, std::size_t n, double weight, Write<BasicCpu<T, A>> dscore,
            ScoreTotal* total, Read<BasicCpu<T, A>> score) {
  using Doubles = simd::Batch<double, A>;
  Doubles sum(0.0);
  Doubles squares(0.0);
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
      squares = squares + value * value;
      part = slope * Doubles(weight);
      place += Doubles::size;
    }
    if (dscore) simd::store_partial(raw(dscore) + i, simd::from_doubles(parts), lanes);
  });
  if (!total) return;
  total->sum += simd::reduce_add(sum);
  total->squares += simd::reduce_add(squares);
  total->count += n;
}

}  // namespace saddle
