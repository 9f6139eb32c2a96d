// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/random.hpp>
#include <saddle/core/tensor.hpp>

#include <cstddef>
#include <cstdint>

namespace saddle::test {

/// Normal samples (n, d) around `mean`; another `stream` gives others.
template <class T = double>
Tensor<T, 2> normal_samples(std::size_t n, std::size_t d, std::uint32_t stream, double mean = 0,
                            double deviation = 1) {
  Tensor<T, 2> samples = xt::empty<T>({n, d});  // (n, d)
  random::normal<T>(samples.data(), 0, n, d, {.seed = 3, .time = stream});
  for (T& value : samples) value = static_cast<T>(mean + deviation * static_cast<double>(value));
  return samples;
}

}  // namespace saddle::test
