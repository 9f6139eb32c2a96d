// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/constraint/r1.hpp>
#include <saddle/constraint/unconstrained.hpp>
#include <saddle/data/domains.hpp>
#include <saddle/data/held_out.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/data/two_moons.hpp>
#include <saddle/experiment/flow/flow_toy_ways.hpp>
#include <saddle/experiment/toy.hpp>
#include <saddle/gan/align_flow.hpp>
#include <saddle/gan/align_flow_config.hpp>
#include <saddle/metric/transport/transport.hpp>
#include <saddle/objective/least_squares.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace align_flow_test {

using namespace saddle;

namespace {

const data::Domains moons_and_ring{data::TwoMoons{}, data::Ring{.radius = 1, .sigma = 0.1}};

struct Ways : FlowToyWays<2> {
  struct Flow : FlowNetwork<Shape<2>, FlowToy<2>::First, FlowToy<2>::Second, FlowToy<2>::First,
                            FlowToy<2>::Second> {
    using Initializer = HeInit;
  };
  using FlowOfFirst = Flow;
  using FlowOfSecond = Flow;
};

/// |F(G(x)) - x| of every number of 1,000 samples of the first domain, in order.
template <class Flows>
std::vector<double> gaps(Flows& flows) {
  const auto x = data::held_out(moons_and_ring.first, 1'000, 1);
  const auto again = flows.to_first(flows.to_second(x));
  std::vector<double> result;
  for (std::size_t i = 0; i < x.size(); ++i) {
    result.push_back(std::abs(static_cast<double>(again.data()[i] - x.data()[i])));
  }
  std::ranges::sort(result);
  return result;
}

}  // namespace

TEST_CASE("AlignFlow: cycles close by themselves, and translations arrive", "[gan]") {
  AlignFlow<LeastSquares, R1, Ways> flows{{.steps = 1'000, .batch = 64}};
  const auto moons = data::held_out(moons_and_ring.first, 256, 5);
  const auto ring = data::held_out(moons_and_ring.second, 256, 5);
  const auto distance = [&] { return wasserstein_distance<L2>(flows.to_second(moons), ring); };
  const double before = distance();
  const double likely_before = flows.log_density_second(ring)(0);
  for (int i = 0; i < 1'000; ++i) flows.step(moons_and_ring);
  CAPTURE(before);
  CHECK(before > 0.5);
  CHECK(distance() < 0.3);
  CHECK(flows.log_density_second(ring)(0) > likely_before);
  const auto sorted = gaps(flows);
  CHECK(sorted[sorted.size() / 2] <= 5e-6);
}

TEST_CASE("AlignFlow: cycles close to rounding in double", "[gan]") {
  AlignFlow<LeastSquares, Unconstrained, Ways, BasicCpu<double>> flows{{.batch = 16}};
  for (int i = 0; i < 20; ++i) flows.step(moons_and_ring);
  CHECK(gaps(flows).back() <= 1e-12);
}

TEST_CASE("AlignFlow: both domains share their codes", "[gan]") {
  AlignFlow<LeastSquares, Unconstrained, Ways> flows{{.batch = 16}};
  for (int i = 0; i < 20; ++i) flows.step(moons_and_ring);
  const auto codes = flows.codes(100);
  const auto moons = flows.generate_first(codes), ring = flows.generate_second(codes);
  const auto moved = flows.to_second(moons);
  const auto of_moons = flows.encode_first(moons), of_ring = flows.encode_second(ring);
  double gap = 0;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    for (const float other : {of_moons.data()[i], of_ring.data()[i]}) {
      gap = std::max(gap, std::abs(double{other} - double{codes.data()[i]}));
    }
    gap = std::max(gap, std::abs(double{moved.data()[i]} - double{ring.data()[i]}));
  }
  CHECK(gap < 1e-4);
  CHECK(std::ranges::equal(flows.codes(10, 5), std::span(codes.data() + 10, 20)));
}

TEST_CASE("AlignFlow: weights of none leave their loss out", "[gan]") {
  using Trainer = AlignFlow<LeastSquares, R1, Ways>;
  Trainer likely{{.batch = 8, .adversarial = 0}}, adversarial{{.batch = 8, .likelihood = 0}};
  for (int i = 0; i < 3; ++i) {
    likely.step(moons_and_ring);
    adversarial.step(moons_and_ring);
  }
  CHECK(likely.report()["generator_loss"] == 0);
  CHECK(likely.report()["bound_first"] == 0);
  CHECK(likely.report()["negative_log_likelihood"] > 0);
  CHECK(adversarial.report()["negative_log_likelihood"] == 0);
  CHECK(adversarial.report()["generator_loss"] > 0);
}

TEST_CASE("AlignFlow: wiring that does not fit is a fault", "[gan]") {
  struct Larger : Ways {
    struct FlowOfSecond : FlowNetwork<Shape<3>, ActNorm> {};
  };
  struct OtherCritic : Ways {
    struct CriticOfSecond : Network<Shape<3>, Linear<1>> {};
  };
  STATIC_REQUIRE(align_flow_fault<LeastSquares, R1, Ways, Cpu>() == Fault::none);
  STATIC_REQUIRE(align_flow_fault<LeastSquares, R1, Larger, Cpu>() == Fault::domain_size_mismatch);
  STATIC_REQUIRE(align_flow_fault<LeastSquares, R1, OtherCritic, Cpu>() == Fault::sample_mismatch);
  STATIC_REQUIRE(align_flow_fault<LeastSquares, R1, Ring, Cpu>() ==
                 Fault::not_an_aligning_experiment);
}

}  // namespace align_flow_test
