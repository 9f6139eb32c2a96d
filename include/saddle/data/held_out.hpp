// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/tensor.hpp>
#include <saddle/data/source.hpp>

#include <cstddef>
#include <cstdint>

namespace saddle::data {

/// `n` samples far along the row of the source: ones that no training reaches where the source is
/// endless; a finite data set gives its own, in another order, and each at most once for n of its
/// `rows` or fewer.
///
/// Shapes: returns (n, numbers of a sample).
template <Source S>
Tensor<float, 2> held_out(const S& source, std::size_t n, std::uint64_t seed,
                          std::uint64_t rows = 1) {
  constexpr std::uint64_t far = std::uint64_t{1} << 40;
  std::size_t size = 1;
  for (std::size_t extent : source.shape()) size *= extent;
  Tensor<float, 2> samples = Tensor<float, 2>::from_shape({n, size});
  source.draw(samples.data(), n, seed, far - far % rows);  // an epoch begins there
  return samples;
}

}  // namespace saddle::data
