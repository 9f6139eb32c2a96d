// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/parallel.hpp>
#include <saddle/core/simd/lanes.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <vector>

namespace saddle::benchmark {

/// Seconds since an arbitrary moment.
inline double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Median seconds of one call of f, over blocks of at least `block` seconds for `total` seconds.
template <class F>
double median_seconds(F&& f, double total = 0.5, double block = 0.01) {
  std::vector<double> times;
  const double end = now() + total;
  while (times.size() < 5 || now() < end) {
    const double start = now();
    std::size_t calls = 0;
    double seconds = 0;
    do {
      f();
      ++calls;
      seconds = now() - start;
    } while (seconds < block);
    times.push_back(seconds / static_cast<double>(calls));
  }
  std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2),
                   times.end());
  return times[times.size() / 2];
}

/// Multiply-adds that need no memory: what the cores can do at most.
///
/// Units: GFLOP/s of all workers together, one multiply-add being two operations.
template <class T = float, class A = simd::Arch>
double peak_gflops() {
  using B = simd::Batch<T, A>;
  constexpr std::size_t chains = 12;  // hides the latency, and fits sixteen registers
  constexpr std::size_t steps = 10000;
  const std::size_t workers = parallel::workers();
  std::vector<T> sinks(workers * 64);  // a cache line for each worker
  volatile T one = T(1);
  const double seconds = median_seconds(
      [&] {
        parallel::for_each(workers, [&](std::size_t worker) {
          const B factor(one);
          std::array<B, chains> sums;
          simd::unroll<chains>([&](auto k) __attribute__((always_inline)) {
            sums[k] = factor + B(T(k));  // equal chains would be computed once
          });
          for (std::size_t i = 0; i < steps; ++i) {
            simd::unroll<chains>([&](auto k) __attribute__((always_inline)) {
              sums[k] = simd::multiply_add(sums[k], factor, factor);
            });
          }
          B sum(T(0));
          simd::unroll<chains>([&](auto k) __attribute__((always_inline)) { sum = sum + sums[k]; });
          sinks[worker * 64] = simd::reduce_add(sum);
        });
      },
      0.2);
  const std::size_t operations = 2 * chains * steps * simd::width<T, A> * workers;
  return static_cast<double>(operations) / seconds * 1e-9;
}

}  // namespace saddle::benchmark
