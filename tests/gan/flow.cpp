// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/data/held_out.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/experiment/flow/flow_conv.hpp>
#include <saddle/experiment/flow/flow_toy.hpp>
#include <saddle/experiment/toy.hpp>
#include <saddle/gan/flow.hpp>
#include <saddle/gan/flow_fault.hpp>
#include <saddle/gan/part/flow_model.hpp>
#include <saddle/gan/part/likelihood.hpp>
#include <saddle/nn/flow/dequantise.hpp>
#include <saddle/nn/flow/logit.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <string_view>

namespace flow_test {

using namespace saddle;

namespace {

double log_density(const data::Ring& ring, double x, double y) {
  const auto modes = ring.modes();
  double sum = 0;
  for (std::size_t k = 0; k < modes.shape(0); ++k) {
    const double u = (x - modes(k, 0)) / ring.sigma, v = (y - modes(k, 1)) / ring.sigma;
    sum += std::exp(-(u * u + v * v) / 2);
  }
  const double peak = 2 * std::numbers::pi * ring.sigma * ring.sigma;
  return std::log(sum / (peak * static_cast<double>(modes.shape(0))));
}

/// Codes whose levels are as likely as each other: the density between 0 and 1 is flat.
struct Even {
  using Latent = Logistic<3>;
  struct Flow : FlowNetwork<Shape<3>, Dequantise<256>, Logit<1e-6>, ActNorm> {};
};

/// Images of 8 bits that become brighter towards a corner.
struct Slopes {
  static constexpr std::string_view name = "slopes";
  static constexpr std::array<std::size_t, 3> shape() { return {8, 8, 1}; }
  void draw(float* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    for (std::uint64_t i = seed + position; n > 0; --n, ++i) {
      for (std::uint64_t pixel = 0; pixel < 64; ++pixel) {
        const std::uint64_t level = 16 * (pixel / 8 + pixel % 8) + i * 11 % 16;
        *out++ = static_cast<float>(level) / 127.5F - 1;
      }
    }
  }
};

/// Numbers of 8 bits, between -1 and 1.
struct Levels {
  static constexpr std::string_view name = "levels";
  static constexpr std::array<std::size_t, 1> shape() { return {3}; }
  void draw(float* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    for (std::size_t i = 0; i < 3 * n; ++i) {
      const auto level = (3 * position + i + seed) * 37 % 256;
      *out++ = static_cast<float>(level) / 127.5F - 1;
    }
  }
};

}  // namespace

TEST_CASE("Flow: the learned density integrates to one and is near the true one", "[gan]") {
  const data::Ring ring{.sigma = 0.4};
  Flow<FlowToy<2>> flow{{.steps = 1'500, .batch = 128}};
  for (int i = 0; i < 1'500; ++i) flow.step(ring);

  constexpr std::size_t side = 200;
  constexpr double from = -5, width = 10.0 / side;
  auto grid = Tensor<float, 2>::from_shape({side * side, 2});
  for (std::size_t i = 0; i < side * side; ++i) {
    grid(i, 0) = static_cast<float>(from + width * (static_cast<double>(i % side) + 0.5));
    grid(i, 1) = static_cast<float>(from + width * (static_cast<double>(i / side) + 0.5));
  }
  double integral = 0;
  for (const double log : flow.log_density(grid)) integral += std::exp(log) * width * width;
  CHECK(integral == Approx(1).margin(0.01));

  const auto points = data::held_out(ring, 10'000, 1);
  const auto found = flow.log_density(points);
  double divergence = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    divergence += (log_density(ring, points(i, 0), points(i, 1)) - found(i)) / 1e4;
  }
  CHECK(divergence > -0.01);
  CHECK(divergence < 0.1);
}

TEST_CASE("Flow: codes and samples are each other's", "[gan]") {
  Flow<FlowToy<2>> flow{{.batch = 16}};
  const data::Ring ring;
  for (int i = 0; i < 20; ++i) flow.step(ring);
  const auto z = flow.codes(40, 3);  // in several batches
  const auto x = flow.generate(z);
  CHECK(x == flow.sample(40, 3));
  CHECK(flow.nats(x)(7) == -flow.log_density(x)(7));  // without levels
  const auto again = flow.encode(x);
  for (std::size_t i = 0; i < z.size(); ++i) {
    CHECK(again.data()[i] == Approx(z.data()[i]).margin(1e-4));
  }
  for (const std::size_t columns : {1U, 4000U}) {
    const Tensor<float, 2> other({3, columns}, 0.0F);
    const auto refused = Catch::Contains("samples: expected (n, 2), found " +
                                         std::to_string(columns) + " numbers per sample");
    CHECK_THROWS_WITH(flow.nats(other), refused);
    CHECK_THROWS_WITH(flow.bits_per_dimension(other), refused);
    CHECK_THROWS_WITH(flow.log_density(other), refused);
  }
  CHECK_THROWS_WITH(flow.bits_per_dimension(Tensor<float, 2>::from_shape({0, 2})),
                    "samples: expected at least one, found none");
  CHECK_THROWS_WITH(flow.codes(1, std::size_t{1} << 32), Catch::Contains("codes: expected"));
  CHECK_THROWS_WITH(flow.generate(Tensor<float, 2>({1, 3}, 0.0F)),
                    Catch::Contains("codes: numbers of a code: expected 2, found 3"));
}

TEST_CASE("Flow: bits per dimension are those of the levels between -1 and 1", "[gan]") {
  Flow<Even> flow{{.batch = 100}};
  const auto x = data::held_out(Levels{}, 1'000, 1);
  CHECK(flow.bits_per_dimension(x) == Approx(8).margin(1e-3));
  CHECK(flow.log_density(x)(0) == Approx(3 * std::log(1.0 / 256 * 127.5)).margin(1e-3));
  CHECK(flow.nats(x)(0) == Approx(3 * std::log(256.0)).margin(1e-3));
  flow.step(Levels{});
  CHECK(flow.report()["bits_per_dimension"] == Approx(8).margin(1e-3));
}

TEST_CASE("Flow: images of 8 bits, at two scales", "[gan]") {
  using Images = FlowConv<Shape<8, 8, 1>, 8>;
  Flow<Images> flow{{.steps = 150, .batch = 16}};
  const Slopes source;
  for (int i = 0; i < 150; ++i) flow.step(source);
  const auto x = data::held_out(source, 64, 1);
  CHECK(flow.bits_per_dimension(x) < 5);
  const auto again = flow.reconstruct(x);
  double gap = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    gap = std::max(gap, static_cast<double>(std::abs(again.data()[i] - x.data()[i])));
  }
  CHECK(gap < 1e-3);  // of levels 8e-3 apart
}

TEMPLATE_TEST_CASE("priors: the density integrates to one and its slope is its own", "[gan]",
                   Gaussian<1>, Logistic<1>) {
  using Device = BasicCpu<double>;
  constexpr std::size_t n = 6'001;
  Device device;
  auto z = Device::zeros(n), log = z, slope = z;
  for (std::size_t i = 0; i < n; ++i) z(i) = 0.01 * static_cast<double>(i) - 30;
  TestType::log_density(device, ref<Device>(log), Read<Device>(ref<Device>(z)), n);
  TestType::log_density_slope(device, ref<Device>(slope), Read<Device>(ref<Device>(z)), n, 2);
  double integral = 0;
  for (std::size_t i = 0; i < n; ++i) integral += 0.01 * std::exp(log(i));
  CHECK(integral == Approx(1).epsilon(1e-9));
  for (std::size_t i = 1; i + 1 < n; i += 100) {
    CHECK(slope(i) == Approx((log(i + 1) - log(i - 1)) / 0.01).margin(1e-4));
  }
  // Its draws are its own: 0.1 more of them would be seen.
  TestType::draw(device, ref<Device>(z), n, 0, {.seed = 3});
  TestType::log_density(device, ref<Device>(log), Read<Device>(ref<Device>(z)), n);
  double entropy = 0;
  for (const double each : log) entropy -= each / n;
  const bool normal = TestType::name == "Gaussian";
  CHECK(entropy ==
        Approx(normal ? 0.5 * std::log(2 * std::numbers::pi * std::numbers::e) : 2).margin(0.05));
}

TEST_CASE("Flow: wiring that does not fit is a fault", "[gan]") {
  struct Flat {
    using Latent = Uniform<3>;
    using Flow = Even::Flow;
  };
  struct Other {
    using Latent = Gaussian<2>;
    using Flow = Even::Flow;
  };
  struct Plain {
    using Latent = Gaussian<3>;
    struct Flow : Network<Shape<3>, Linear<3>> {};
  };
  STATIC_REQUIRE(flow_fault<Even, Cpu>() == Fault::none);
  STATIC_REQUIRE(flow_fault<Flat, Cpu>() == Fault::no_density);
  STATIC_REQUIRE(flow_fault<Other, Cpu>() == Fault::code_size_mismatch);
  STATIC_REQUIRE(flow_fault<Plain, Cpu>() == Fault::not_a_flow);
  STATIC_REQUIRE(flow_fault<Ring, Cpu>() == Fault::not_a_flow_experiment);
}

}  // namespace flow_test
