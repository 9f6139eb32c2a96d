// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/core/random.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace saddle::test {

/// `count` reproducible normal values; a different `stream` gives others.
template <class T>
std::vector<T> numbers(std::size_t count, std::uint32_t stream) {
  std::vector<T> values(count);
  random::normal<T>(values.data(), 0, count, 1, {.seed = 9, .time = stream});
  return values;
}

template <class T>
Ref<T, BasicCpu<T>> at(std::vector<T>& values) {
  return Ref<T, BasicCpu<T>>(values.data());
}

template <class T>
Ref<const T, BasicCpu<T>> at(const std::vector<T>& values) {
  return Ref<const T, BasicCpu<T>>(values.data());
}

/// The largest difference, relative to the largest expected magnitude.
template <class T>
double error(const std::vector<T>& found, const std::vector<double>& expected) {
  double largest = 1e-300;
  double difference = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    largest = std::max(largest, std::abs(expected[i]));
    difference = std::max(difference, std::abs(static_cast<double>(found[i]) - expected[i]));
  }
  return difference / largest;
}

/// What rounding may add up to in sums of some hundred terms.
template <class T>
inline constexpr double tolerance = sizeof(T) == 4 ? 2e-6 : 1e-14;

/// Calls f with 1, 2, 3 and 7 workers and compares what it returns bit by bit.
template <class F>
bool same_for_any_workers(F&& f) {
  parallel::set_workers(1);
  const auto expected = f();
  bool same = true;
  for (std::size_t count : {2U, 3U, 7U}) {
    parallel::set_workers(count);
    same = same && f() == expected;
  }
  parallel::set_workers(0);
  return same;
}

}  // namespace saddle::test
