// SPDX-License-Identifier: BSL-1.0
#include "constraint/penalty.hpp"

#include <saddle/adversary/slope_norm.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/metric/transport/optimal_transport.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <type_traits>

namespace penalty_norms_test {

using namespace saddle;
using test::Double;
using test::LinearCritic;
using test::List;
using test::Penalised;

namespace {

template <class N>
using Penalty = BasicGradientPenalty<TwoSided, Interpolates, N>;

struct TanhCritic : Network<Shape<2>, Linear<3>, Tanh, Linear<1>> {};
/// Pairs (x, z).
struct JointCritic : Network<Joint<Shape<2>, Shape<3>>, Concat, Linear<4>, Tanh, Linear<1>> {};

/// The norm of a list, from its definition.
template <class N>
double length(const List& g) {
  double sum = 0, square = 0, largest = 0;
  for (double slope : g) {
    sum += std::abs(slope);
    square += slope * slope;
    largest = std::max(largest, std::abs(slope));
  }
  if constexpr (std::is_same_v<N, L1>) return sum;
  else if constexpr (std::is_same_v<N, L2>) return std::sqrt(square);
  else return largest;
}

/// The penalty at `point` written out: the slopes of the critic are differences of its values.
template <class N, class Critic>
void check_penalty(std::uint32_t stream) {
  test::Numbers parameters(Critic::parameter_count);
  parameters.draw(stream, 0.7);
  Penalised<Penalty<N>, Critic> game({.lambda = 3, .target = 0.8}, parameters.list());
  test::Samples<typename Critic::Input> x(1);
  x.draw(stream + 50);
  const List point = x.list();
  const List gradient = game.at(point);

  const auto slopes = [&] {
    test::Numbers state(Critic::state_count), cache(Chain<Critic>::cache_size(1));
    test::Samples<typename Critic::Output> y(1), one(1, 1.0);
    test::Samples<typename Critic::Input> g(1);
    const Pass<Double, Mode::train> pass{&game.device, 1,          parameters.at(),
                                         state.at(),   cache.at(), {}};
    Chain<Critic>::forward(pass, x.read(), y.batch());
    Chain<Critic>::pullback(pass, x.read(), y.read(), one.read(), g.batch(), Write<Double>{},
                            Write<Double>{});
    return g.list();
  };
  const auto penalty = [&] { return 3 * std::pow(length<N>(slopes()) - 0.8, 2); };
  CHECK(game.value() == near(penalty(), 1e-13));
  CHECK(test::error(gradient, test::differences(penalty, parameters.places())) < 2e-8);
}

}  // namespace

TEMPLATE_TEST_CASE("GradientPenalty in each norm: value and gradient are those of the formula",
                   "[constraint]", L1, L2, LInf) {
  for (std::uint32_t stream : {1U, 2U, 3U}) {
    check_penalty<TestType, LinearCritic>(stream);
    check_penalty<TestType, TanhCritic>(stream);
    check_penalty<TestType, JointCritic>(stream);
  }
}

TEST_CASE("GradientPenalty: a linear critic's slope by hand, in L1 and LInf", "[constraint]") {
  const List weights{0.6, -1.1, 0.3, 0.25};
  Penalised<Penalty<L1>, LinearCritic> sum({.lambda = 1, .target = 1}, weights);
  test::check(sum.at({1, 2, 3}), {2, -2, 2, 0}, 1e-14);
  CHECK(sum.value() == near(1, 1e-14));
  Penalised<Penalty<LInf>, LinearCritic> largest({.lambda = 1, .target = 1}, weights);
  test::check(largest.at({1, 2, 3}), {0, -0.2, 0, 0}, 1e-14);
  CHECK(largest.value() == near(0.01, 1e-14));
}

TEST_CASE("GradientPenalty: where the norm has a kink, a subgradient", "[constraint]") {
  // Two entries are the largest: each gets half, so the sum of sizes is that of one.
  Penalised<Penalty<LInf>, LinearCritic> tie({.lambda = 1, .target = 0}, {2, -2, 1, 0});
  test::check(tie.at({1, 1, 1}), {2, -2, 0, 0}, 1e-14);
  // An entry is zero: the slope of its size is taken as zero.
  Penalised<Penalty<L1>, LinearCritic> zero({.lambda = 1, .target = 0}, {2, 0, 0, 0});
  test::check(zero.at({1, 1, 1}), {4, 0, 0, 0}, 1e-14);
  Penalised<Penalty<L1>, LinearCritic> flat({.lambda = 3}, List(4, 0.0));
  test::check(flat.at({1, 1, 1}), List(4, 0.0), 0);
  CHECK(flat.value() == 3);
  Penalised<Penalty<LInf>, LinearCritic> flat_too({.lambda = 3}, List(4, 0.0));
  test::check(flat_too.at({1, 1, 1}), List(4, 0.0), 0);
  CHECK(flat_too.value() == 3);
}

TEMPLATE_TEST_CASE("Wasserstein in each ground norm trains with the penalty in the dual one",
                   "[constraint]", L1, L2, LInf) {
  using Objective = BasicWasserstein<TestType>;
  using Dual = Penalty<typename TestType::dual>;
  STATIC_REQUIRE(fault<Objective, Dual, Ring, Cpu>() == Fault::none);
  Gan<Objective, Dual> gan{{.batch = 64, .seed = 7, .constraint = {.lambda = 0.1}}};
  const data::Ring ring;
  Tensor<float, 2> real = xt::empty<float>({256, 2});
  ring.draw(real.data(), 256, 1, 0);
  const auto distance = [&] {
    return wasserstein_distance<TestType>(Tensor<float, 2>(gan.sample(256)), real);
  };
  const double before = distance();
  for (int step = 0; step < 200; ++step) gan.step(ring);
  CHECK(std::isfinite(gan.report()["penalty"]));
  CHECK(distance() < before / 2);
}

TEST_CASE("A penalty in another norm than the dual of the ground norm is a fault", "[constraint]") {
  STATIC_REQUIRE(fault<BasicWasserstein<L1>, Penalty<L1>, Ring, Cpu>() == Fault::norm_mismatch);
  STATIC_REQUIRE(fault<BasicWasserstein<L1>, Penalty<L2>, Ring, Cpu>() == Fault::norm_mismatch);
  STATIC_REQUIRE(fault<BasicWasserstein<L2>, Penalty<LInf>, Ring, Cpu>() == Fault::norm_mismatch);
  STATIC_REQUIRE(fault<BasicWasserstein<LInf>, Penalty<L2>, Ring, Cpu>() == Fault::norm_mismatch);
}

}  // namespace penalty_norms_test
