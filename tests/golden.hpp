// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <fstream>
#include <string>
#include <tuple>

/// What golden/make_*.py wrote with PyTorch in double, and how near ours comes to it.
namespace saddle::test {

using Json = nlohmann::json;

/// The golden file of that name; tests run in the folder tests/.
inline Json read_goldens(const std::string& name) {
  return Json::parse(std::ifstream("golden/" + name));
}

/// What is compared: in double everywhere, in float, which has the same templates, in the programs
/// of test-long.
#ifdef SADDLE_LONG_TESTS
using GoldenTypes = std::tuple<double, float>;
#else
using GoldenTypes = std::tuple<double>;
#endif

template <class T>
inline constexpr double golden_tolerance = sizeof(T) == 4 ? 1e-5 : 1e-10;

/// A buffer of a list of numbers.
template <class T>
typename BasicCpu<T>::template Buffer<T> numbers(const Json& values) {
  auto result = BasicCpu<T>::zeros(values.size());
  std::transform(values.begin(), values.end(), result.begin(),
                 [](const Json& value) { return static_cast<T>(value.get<double>()); });
  return result;
}

/// The largest difference, relative to the root mean square of what is expected, or of what that
/// differs from `start`.
template <class T>
double error_of_rms(const T* found, const Json& expected, const Json& start = {}) {
  double squares = 0, difference = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const auto wanted = expected[i].get<double>();
    const double size = start.empty() ? wanted : wanted - start[i].get<double>();
    const double gap = std::abs(static_cast<double>(found[i]) - wanted);
    squares += size * size;
    if (!(gap <= difference)) difference = gap;
  }
  return difference / std::sqrt(squares / static_cast<double>(expected.size()));
}

}  // namespace saddle::test
