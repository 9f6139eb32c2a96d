// SPDX-License-Identifier: BSL-1.0
#include "constraint/penalty.hpp"

namespace gradient_penalty_test {

using namespace saddle;
using test::LinearCritic;
using test::Penalised;

namespace {

struct TanhCritic : Network<Shape<2>, Linear<3>, Tanh, Linear<1>> {};
struct ReluCritic : Network<Shape<2>, Linear<3>, Relu, Linear<1>> {};

const test::List weights{0.6, -1.1, 0.3, 0.25};

}  // namespace

TEST_CASE("GradientPenalty: value and gradient of a linear critic", "[constraint]") {
  STATIC_REQUIRE(Constraint<GradientPenalty>);
  Penalised<GradientPenalty, LinearCritic> game({.lambda = 10}, weights);
  test::check(game.at({0.7, -2, 1}), {2.6861936915, -4.9246884345, 1.3430968458, 0}, 1e-10);
  CHECK(game.value() == near(0.8318025465497494, 1e-14));
}

TEST_CASE("GradientPenalty: every gradient of a one-hidden-layer critic", "[constraint]") {
  // Weights are (in, out): the transpose of the formula W x + b.
  Penalised<GradientPenalty, TanhCritic> game(
      {.lambda = 1}, {0.5, 0.2, -0.7, -0.3, 0.8, 0.1, 0.1, -0.2, 0.05, 1, -0.5, 0.7, 0});
  test::check(
      game.at({0.3, -0.9}),
      {0.3345044048933059, -0.2080181354689369, 0.2416219647282514, 0.7882874203382925,
       0.0259864430202494, 0.8027569614959188, 0.1104771233440395, -0.3580988192099999,
       -0.0510249676132945, -0.1156344154593313, 0.5143193867123755, -0.1488102420631035, 0},
      1e-13);
  CHECK(game.value() == near(0.3688476463784681, 1e-14));
}

TEST_CASE("GradientPenalty: finite where the critic's gradient is zero", "[constraint]") {
  Penalised<GradientPenalty, TanhCritic> flat({.lambda = 3}, test::List(13, 0.0));
  test::check(flat.at({0.3, -0.9}), test::List(13, 0.0), 0);
  CHECK(flat.value() == 3);
  Penalised<GradientPenalty, ReluCritic> dead({.lambda = 2, .target = 0.5},
                                              {1, 1, 1, 1, 1, 1, -9, -9, -9, 1, 1, 1, 0});
  test::check(dead.at({0.3, -0.9}), test::List(13, 0.0), 0);
  CHECK(dead.value() == 0.5);
}

TEST_CASE("GradientPenalty: target and lambda are members", "[constraint]") {
  Penalised<GradientPenalty, LinearCritic> game({.lambda = 2, .target = 0}, weights);
  test::check(game.at({1, 1, 1}), {4 * 0.6, 4 * -1.1, 4 * 0.3, 0}, 1e-14);
  CHECK(game.value() == near(2 * 1.66, 1e-14));
}

TEST_CASE("GradientPenalty: one-sided, only slopes above the target count", "[constraint]") {
  using Lipschitz = BasicGradientPenalty<OneSided, Interpolates, L2>;
  Penalised<Lipschitz, LinearCritic> steep({.lambda = 10}, weights);
  test::check(steep.at({1, 1, 1}), {2.6861936915, -4.9246884345, 1.3430968458, 0}, 1e-10);
  Penalised<Lipschitz, LinearCritic> gentle({.lambda = 10}, {0.3, -0.2, 0.5, 0});
  test::check(gentle.at({1, 1, 1}), test::List(4, 0.0), 0);
  CHECK(gentle.value() == 0);
}

TEST_CASE("GradientPenalty: points lie between real and fake, one share per sample",
          "[constraint]") {
  // D = tanh(x_0 + x_1), so that the slope tells where it was taken.
  struct Critic : Network<Shape<2>, Linear<1>, Tanh, Linear<1>> {};
  Penalised<GradientPenalty, Critic> game({.lambda = 1, .target = 0}, {1, 1, 0, 1, 0});
  test::Samples<Shape<2>> real(1), fake(1);
  raw(real.batch().ref())[0] = 1;
  raw(real.batch().ref())[1] = 0;
  raw(fake.batch().ref())[0] = 0;
  raw(fake.batch().ref())[1] = -0.5;
  double lowest = 1, highest = -1;
  for (std::uint32_t time = 0; time < 100; ++time) {
    game.adversary.accumulate(game.device, {.seed = 5, .time = time}, 1, {real.read()},
                              {fake.read()});
    const double slope = std::sqrt(game.value() / 2);  // 1 - tanh^2
    const double sum = std::atanh(std::sqrt(1 - slope));
    lowest = std::min(lowest, sum);
    highest = std::max(highest, sum);
  }
  CHECK(highest <= 1);
  CHECK(highest > 0.95);
  CHECK(lowest < 0.05);
}

}  // namespace gradient_penalty_test
