// SPDX-License-Identifier: BSL-1.0
#include "constraint/penalty.hpp"

namespace r1_test {

using namespace saddle;

TEST_CASE("R1: gamma / 2 times the squared slope", "[constraint]") {
  STATIC_REQUIRE(Constraint<R1>);
  test::Penalised<R1, test::LinearCritic> game({.gamma = 4}, {0.6, -1.1, 0.3, 0.25});
  test::check(game.at({1, 2, 3}), {4 * 0.6, 4 * -1.1, 4 * 0.3, 0}, 1e-14);
  CHECK(game.value() == near(2 * 1.66, 1e-14));
}

TEST_CASE("R1: only the real sample counts", "[constraint]") {
  struct Critic : Network<Shape<1>, Linear<1>, Softplus, Linear<1>> {};
  test::Penalised<R1, Critic> game({.gamma = 2}, {1, 0, 1, 0});
  test::Samples<Shape<1>> real(1, 0.8), fake(1, -3.0);
  game.adversary.accumulate(game.device, {.seed = 1, .time = 1}, 1, {real.read()}, {fake.read()});
  const double slope = 1 / (1 + std::exp(-0.8));
  CHECK(game.value() == near(slope * slope, 1e-14));
}

}  // namespace r1_test
