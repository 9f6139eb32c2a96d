// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/backend/backend.hpp>
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

using namespace saddle;

namespace {

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

const data::Domains dark_and_bright{Noise{120}, Noise{255}};

/// |F(G(x)) - x| of every pixel of 1,000 images, in order; pixels are from 0 to 1.
template <class Flows>
std::vector<double> gaps(Flows& flows) {
  auto x = Tensor<typename Flows::Scalar, 4>::from_shape(Picture::batch_shape(1'000));
  dark_and_bright.second.draw(x.data(), 1'000, 1, 1'000'000);
  const auto again = flows.to_second(flows.to_first(x));
  std::vector<double> result;
  for (std::size_t i = 0; i < x.size(); ++i) {
    result.push_back(std::abs(static_cast<double>(again.data()[i] - x.data()[i])) / 2);
  }
  std::ranges::sort(result);
  return result;
}

template <class D>
using Flows = AlignFlow<LeastSquares, Unconstrained, FlowImageWays<Picture, 8>, D>;

}  // namespace

TEST_CASE("FlowImageWays: cycles of pictures close to rounding, in double", "[gan]") {
  Flows<BasicCpu<double>> flows{{.batch = 4}};
  CHECK(gaps(flows).back() <= 1e-12);
  for (int i = 0; i < 20; ++i) flows.step(dark_and_bright);
  CHECK(gaps(flows).back() <= 1e-12);
}

TEST_CASE("FlowImageWays: cycles of pictures close to rounding, in float", "[gan]") {
  Flows<Cpu> flows{{.batch = 4}};
  const double bits = -flows.log_density_first(Tensor<float, 4>({1, 16, 16, 1}, -0.3F))(0);
  for (int i = 0; i < 60; ++i) flows.step(dark_and_bright);
  const std::vector<double> sorted = gaps(flows);
  CHECK(sorted[sorted.size() / 2] <= 5e-6);
  CHECK(sorted.back() <= 1.0 / 510);
  CHECK(-flows.log_density_first(Tensor<float, 4>({1, 16, 16, 1}, -0.3F))(0) < bits);
}

TEST_CASE("FlowImageWays: cycles of pictures stay closed over 2,000 steps", "[gan][long]") {
  const auto check = [](auto flows, double median, double largest) {
    for (const std::uint64_t steps : {0, 2'000}) {
      while (flows.report().step < steps) flows.step(dark_and_bright);
      const std::vector<double> sorted = gaps(flows);
      WARN("after " << steps << " steps: median " << sorted[sorted.size() / 2] << ", largest "
                    << sorted.back());
      CHECK(sorted[sorted.size() / 2] <= median);
      CHECK(sorted.back() <= largest);
    }
  };
  check(Flows<BasicCpu<double>>({.batch = 4}), 1e-12, 1e-12);
  check(Flows<Cpu>({.batch = 4}), 5e-6, 1.0 / 510);
}
