// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/tensor.hpp>
#include <saddle/data/label/labelled_source.hpp>
#include <saddle/data/source.hpp>

#include <cstddef>
#include <cstdint>

namespace saddle::data {

namespace detail {

/// Where samples are held out, at the beginning of an epoch.
constexpr std::uint64_t held_out_from(std::uint64_t rows) {
  constexpr std::uint64_t far = std::uint64_t{1} << 40;
  return far - far % rows;
}

}  // namespace detail

/// `n` samples far along the row of the source: ones that no training reaches where the source is
/// endless; a finite data set gives its own, in another order, and each at most once for n of its
/// `rows` or fewer.
///
/// Shapes: returns (n, numbers of a sample).
template <Source S>
Tensor<float, 2> held_out(const S& source, std::size_t n, std::uint64_t seed,
                          std::uint64_t rows = 1) {
  std::size_t size = 1;
  for (std::size_t extent : source.shape()) size *= extent;
  Tensor<float, 2> samples = Tensor<float, 2>::from_shape({n, size});
  source.draw(samples.data(), n, seed, detail::held_out_from(rows));
  return samples;
}

/// The labels of those samples. Shapes: returns (n).
template <LabelledSource S>
Tensor<int, 1> held_out_labels(const S& source, std::size_t n, std::uint64_t seed,
                               std::uint64_t rows = 1) {
  Tensor<int, 1> labels = Tensor<int, 1>::from_shape({n});
  source.draw_labels(labels.data(), n, seed, detail::held_out_from(rows));
  return labels;
}

}  // namespace saddle::data
