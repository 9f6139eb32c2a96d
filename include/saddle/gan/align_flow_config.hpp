// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/adversary/fault.hpp>
#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/limits.hpp>
#include <saddle/experiment/recipe.hpp>
#include <saddle/gan/flow_fault.hpp>
#include <saddle/objective/least_squares.hpp>
#include <saddle/optim/ema.hpp>
#include <saddle/optim/schedule.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace saddle {

/// What an `AlignFlow` measures in a step; what there is one of for each domain is the sum of both.
struct AlignFlowLosses {
  static constexpr std::array<std::string_view, 5> names{
      "negative_log_likelihood",  // of a sample, weighted
      "bound_first",     // the number that the objective reports of the critic of the first domain
      "bound_second",    // and of the second
      "generator_loss",  // of fooling the critics, weighted
      "penalty"};
};

/// The numbers of an `AlignFlow`.
template <class ObjectiveType, class ConstraintType, class Experiment>
struct AlignFlowConfig {
  using CriticOptimizer = typename detail::CriticOptimizerOf<ConstraintType, Experiment>::type;
  using GeneratorOptimizer =
      typename detail::GeneratorOptimizerOf<ConstraintType, Experiment>::type;
  static constexpr Recipe recipe = detail::recipe<ObjectiveType, ConstraintType, Experiment>();
  // The paper's least squares lack our half.
  static constexpr double unit = std::is_same_v<ObjectiveType, LeastSquares> ? 2 : 1;

  std::uint64_t steps = recipe.steps;
  std::size_t batch = recipe.batch;  // samples of each domain
  std::size_t pool = 50;             // fakes of earlier steps that a critic may see; 0 = none
  double adversarial = unit;         // weights of the losses; 0 leaves one out
  double likelihood = 1;
  std::uint64_t seed = 1;
  ConstraintType constraint =
      detail::constraint_defaults<ObjectiveType, ConstraintType, Experiment>();
  CriticOptimizer critic_optimizer =
      detail::critic_optimizer_defaults<CriticOptimizer, ConstraintType, Experiment>();
  GeneratorOptimizer generator_optimizer =  // of both flows
      detail::optimizer_defaults<GeneratorOptimizer, ConstraintType, Experiment>();
  LearningRateDecay schedule{.decay_from = recipe.decay_from, .decay_to = recipe.decay_to};
  Ema ema = recipe.ema;
  ObjectiveType objective{};

  /// A step takes a clock for each of two ways and two critics.
  static constexpr std::uint64_t clocks = 4;
  /// The most steps that take no more than `most` updates.
  std::uint64_t most_steps(std::uint64_t most) const { return most / clocks; }

  SADDLE_DESCRIBE(AlignFlowConfig, steps, batch, pool, adversarial, likelihood, seed, constraint,
                  critic_optimizer, generator_optimizer, schedule, ema);
  static constexpr Bounded bounded[] = {{"steps", limits::steps},
                                        {"batch", limits::size},
                                        {"pool", {0, 0x1p20, "a whole number from 0 to 2^20"}},
                                        {"adversarial", limits::not_negative},
                                        {"likelihood", limits::not_negative},
                                        {"seed", limits::whole}};
};

/// The first fault of an AlignFlow; see `fault`.
template <class O, class C, class E, class D>
consteval Fault align_flow_fault() {
  constexpr Fault policies = policy_fault<O, C, D>();
  if constexpr (policies != Fault::none) {
    return policies;
  } else if constexpr (!requires {
                         typename E::Latent::Value;
                         typename E::FlowOfFirst;
                         typename E::FlowOfSecond;
                         typename E::CriticOfFirst;
                         typename E::CriticOfSecond;
                       }) {
    return Fault::not_an_aligning_experiment;
  } else if constexpr (constexpr Fault flows =
                           detail::flows_fault<typename E::FlowOfFirst, typename E::FlowOfSecond>();
                       flows != Fault::none) {
    return flows;
  } else if constexpr (constexpr Fault nets = detail::networks_fault<typename E::CriticOfFirst,
                                                                     typename E::CriticOfSecond>();
                       nets != Fault::none) {
    return nets;
  } else {
    using First = typename E::FlowOfFirst;
    using Second = typename E::FlowOfSecond;
    if (First::Sample::size != Second::Sample::size) return Fault::domain_size_mismatch;
    constexpr Fault prior = detail::prior_fault<typename E::Latent, First>();
    if (prior != Fault::none) return prior;
    if (!std::is_same_v<typename E::CriticOfFirst::Input, typename First::Sample> ||
        !std::is_same_v<typename E::CriticOfSecond::Input, typename Second::Sample>)
      return Fault::sample_mismatch;
    constexpr Fault of_first = test_fault<O, C, typename E::CriticOfFirst>();
    return of_first != Fault::none ? of_first : test_fault<O, C, typename E::CriticOfSecond>();
  }
}

}  // namespace saddle
