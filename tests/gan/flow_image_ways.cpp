// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/backend/backend.hpp>
#include <saddle/constraint/unconstrained.hpp>
#include <saddle/core/random.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/data/domains.hpp>
#include <saddle/data/glyphs.hpp>
#include <saddle/experiment/flow/flow_image_ways.hpp>
#include <saddle/gan/align_flow.hpp>
#include <saddle/objective/least_squares.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace flow_image_ways_test {

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

namespace {

/// Drawn digits, white on black or black on white: most pixels are at an end of their range.
struct Ink {
  bool inverted;
  std::string_view name = "ink";

  static constexpr auto shape() { return Shape<28, 28, 1>::extents; }
  template <class T>
  void draw(T* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    data::Glyphs{}.draw(out, n, seed, position);
    if (inverted) std::transform(out, out + n * 784, out, std::negate{});
  }
};

}  // namespace

TEST_CASE("FlowImageWays: cycles stay closed over 2,000 steps", "[gan][long]") {
  const auto check = [](auto flows, const auto& domains, double median, double largest) {
    for (const std::uint64_t steps : {std::uint64_t{0}, std::uint64_t{2'000}}) {
      while (flows.report().step < steps) flows.step(domains);
      const std::vector<double> sorted = gaps(flows, domains.second);
      WARN("after " << steps << " steps: median " << sorted[sorted.size() / 2] << ", largest "
                    << sorted.back());
      CHECK(sorted[sorted.size() / 2] <= median);
      CHECK(sorted.back() <= largest);
    }
  };
  check(Flows<BasicCpu<double>>(), dark_and_bright, 1e-12, 1e-12);
  check(Flows<Cpu>(), dark_and_bright, 5e-6, 1.0 / 510);
  const data::Domains inks{Ink{false}, Ink{true}};
  check(Flows<BasicCpu<double>, Shape<28, 28, 1>>(), inks, 1e-12, 1e-12);
  check(Flows<Cpu, Shape<28, 28, 1>>(), inks, 5e-6, 1.0 / 510);
}

}  // namespace flow_image_ways_test
