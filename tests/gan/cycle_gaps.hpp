// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/constraint/unconstrained.hpp>
#include <saddle/core/random.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/data/domains.hpp>
#include <saddle/experiment/flow/flow_image_ways.hpp>
#include <saddle/gan/align_flow.hpp>
#include <saddle/objective/least_squares.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

/// How far pictures come back from where they were, by flows there and back.
namespace cycle_gaps {

using namespace saddle;

using Picture = Shape<16, 16, 1>;

/// Images of 8 bits, brighter in one corner.
struct Noise {
  int brightest;
  std::string_view name = "noise";

  static constexpr auto shape() { return Picture::extents; }
  template <class T>
  void draw(T* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    for (std::size_t i = 0; i < n * Picture::size; ++i) {
      const std::uint32_t word = random::word({.seed = seed, .stream = random::Stream::user},
                                              position + i / Picture::size, i % Picture::size);
      const int level = brightest - static_cast<int>(word % 100) - static_cast<int>(i % 16);
      out[i] = static_cast<T>(level) / T(127.5) - T(1);
    }
  }
};

inline const data::Domains dark_and_bright{Noise{120}, Noise{255}};

/// |F(G(x)) - x| of every pixel of 1,000 images, in order; pixels are from 0 to 1.
template <class Flows, class Source = Noise>
std::vector<double> gaps(Flows& flows, const Source& source = dark_and_bright.second) {
  const auto [height, width, channels] = source.shape();
  auto x = Tensor<typename Flows::Scalar, 4>::from_shape({1'000, height, width, channels});
  source.draw(x.data(), 1'000, 1, 1'000'000);
  const auto again = flows.to_second(flows.to_first(x));
  std::vector<double> result;
  for (std::size_t i = 0; i < x.size(); ++i) {
    result.push_back(std::abs(static_cast<double>(again.data()[i] - x.data()[i])) / 2);
  }
  std::ranges::sort(result);
  return result;
}

template <class D, class Image = Picture>
using Flows = AlignFlow<LeastSquares, Unconstrained, FlowImageWays<Image, 8>, D>;

}  // namespace cycle_gaps
