// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "laws/differences.hpp"

#include <saddle/adversary/adversary.hpp>
#include <saddle/constraint/constraint.hpp>
#include <saddle/learner/learner.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/objective/objective.hpp>
#include <saddle/optim/optim.hpp>

namespace weight_clip_test {

using namespace saddle;

namespace {

struct Critic : Network<Shape<2>, Linear<9>, LayerNorm, Tanh, Linear<1>> {};

}  // namespace

TEST_CASE("WeightClip: after an update every parameter is within the bound, biases too",
          "[constraint]") {
  STATIC_REQUIRE(Constraint<WeightClip>);
  test::Double device;
  Adversary<Wasserstein, WeightClip, Critic, RmsProp, None, test::Double> adversary(
      {device, 4, 1, 1, "critic"},
      {.constraint = {.bound = 0.05}, .optimizer = {.learning_rate = 0.1}});
  test::Samples<Shape<2>> real(4), fake(4);
  real.draw(1);
  fake.draw(2);
  adversary.observe(device, {.seed = 1, .time = 1}, 4, {real.read()}, {fake.read()});
  std::size_t at_bound = 0;
  for (double value : adversary.learner().values()) {
    CHECK(std::abs(value) <= 0.05);
    at_bound += std::abs(value) == 0.05;
  }
  CHECK(at_bound > Critic::parameter_count / 2);
}

TEST_CASE("WeightClip: what is not finite is reported, not clamped", "[constraint]") {
  test::Double device;
  Learner<Critic, Sgd, test::Double> learner("critic", 1, {});
  raw(learner.gradient())[3] = std::numeric_limits<double>::infinity();
  CHECK_THROWS_WITH(learner.update(device, 1, WeightClip{}.projection<double>()),
                    "critic 0.weight[3] is not finite after its update");
}

}  // namespace weight_clip_test
