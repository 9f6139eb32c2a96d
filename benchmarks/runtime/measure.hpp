// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../peak.hpp"

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <vector>

namespace saddle::benchmark {

/// The middle of the numbers.
inline double median(std::vector<double> numbers) {
  const auto middle = numbers.begin() + static_cast<std::ptrdiff_t>(numbers.size() / 2);
  std::nth_element(numbers.begin(), middle, numbers.end());
  if (numbers.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(numbers.begin(), middle)) / 2;
}

/// Steps per second of the blocks of one run.
struct Rates {
  double first_step_s = 0;
  std::vector<double> steps_per_s;   // one number a block
  std::vector<double> cpu_per_wall;  // likewise
  std::vector<double> peak_gflops;   // measured before each block

  double steps_per_s_best() const {
    return *std::max_element(steps_per_s.begin(), steps_per_s.end());
  }
  /// What the cores can do: other work on them only lowers what is measured.
  double peak() const { return *std::max_element(peak_gflops.begin(), peak_gflops.end()); }

  double spread() const {
    const auto [low, high] = std::minmax_element(steps_per_s.begin(), steps_per_s.end());
    return (*high - *low) / median(steps_per_s);
  }
};

/// Runs `step` in `blocks` blocks of at least `seconds` each, after a warm-up of one such block.
/// The peak is measured before each block, so that both see the same machine.
template <class Step>
Rates measure(Step&& step, double seconds, std::size_t blocks) {
  Rates rates;
  const double begin = now();
  step();
  rates.first_step_s = now() - begin;
  while (now() - begin < seconds) step();

  for (std::size_t block = 0; block < blocks; ++block) {
    rates.peak_gflops.push_back(peak_gflops());
    std::size_t steps = 0;
    double wall = 0;
    const std::clock_t cpu = std::clock();
    const double start = now();
    do {
      step();
      ++steps;
      wall = now() - start;
    } while (wall < seconds);
    rates.steps_per_s.push_back(static_cast<double>(steps) / wall);
    rates.cpu_per_wall.push_back(static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC / wall);
  }
  return rates;
}

}  // namespace saddle::benchmark
