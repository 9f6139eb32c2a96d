// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/constraint/weight_clip.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/objective/objective.hpp>
#include <saddle/run/any_objective.hpp>

#include <cstddef>
#include <type_traits>
#include <vector>

namespace any_objective_test {

using namespace saddle;

namespace {

struct Small {
  using Latent = Gaussian<2>;
  struct Generator : Network<Shape<2>, Linear<6>, Tanh, Linear<2>> {};
  struct Critic : Network<Shape<2>, Linear<6>, LeakyRelu<>, Linear<1>> {};
};

/// Every number that a training of a few steps leaves behind. Odd batches have partial registers.
template <class Objective>
std::vector<double> trained(Objective objective) {
  using Trainer = GanTrainer<Objective, WeightClip, Small, Cpu>;
  Trainer gan({.steps = 4, .batch = 13, .critic_steps = 2, .objective = objective});
  const data::Ring ring;
  for (int i = 0; i < 4; ++i) gan.step(ring);
  std::vector<double> numbers{gan.report()["bound"], gan.report()["generator_loss"]};
  const auto state = gan.state();
  for (const auto& buffer : state.buffers) {
    numbers.insert(numbers.end(), buffer.values->begin(), buffer.values->end());
  }
  const auto points = gan.sample(20);
  const Estimate bound = gan.divergence(points);
  numbers.push_back(bound.value);
  numbers.push_back(bound.standard_error);
  for (const double slope : gan.score_slopes(points)) numbers.push_back(slope);
  return numbers;
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("an objective chosen at run time computes the bits of its own type", "",
                        AllObjectives) {
  const std::vector<double> of_type = trained(TestType{});
  const std::vector<double> chosen = trained(AnyObjective(table_of<TestType>()));
  CHECK(of_type.size() > 2 * Small::Critic::parameter_count);
  CHECK(chosen == of_type);
}

TEST_CASE("a trainer with an objective chosen at run time describes itself by that objective") {
  using Trainer = GanTrainer<AnyObjective, WeightClip, Small, Cpu>;
  const Trainer chosen(
      {.batch = 2, .objective = AnyObjective(table_of<FDivergence<Alpha<3.0>>>())});
  const GanTrainer<FDivergence<Alpha<3.0>>, WeightClip, Small, Cpu> of_type({.batch = 2});
  CHECK(chosen.description() == of_type.description());
  CHECK(chosen.description().front().second == "alpha:3");
}

}  // namespace any_objective_test
