// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/adversary/fault.hpp>
#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/limits.hpp>
#include <saddle/experiment/recipe.hpp>
#include <saddle/objective/least_squares.hpp>
#include <saddle/optim/ema.hpp>
#include <saddle/optim/schedule.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace saddle {

/// What a `CycleGan` measures in a step; what there is one of for each way is the sum of both.
struct CycleGanLosses {
  static constexpr std::array<std::string_view, 6> names{
      "cycle_loss",      // of samples that come back, weighted
      "bound_first",     // the number that the objective reports of the critic of the first domain
      "bound_second",    // and of the second
      "generator_loss",  // of fooling the critics, weighted
      "identity_loss",   // of samples that are there already, weighted
      "penalty"};
};

namespace detail {

/// The experiment's weight of a loss if it has one, else that of Zhu et al. 2017.
template <class Experiment>
constexpr double cycle_weight() {
  if constexpr (requires { Experiment::cycle; }) return Experiment::cycle;
  return 10;
}
template <class Experiment>
constexpr double identity_weight() {
  if constexpr (requires { Experiment::identity; }) return Experiment::identity;
  return 5;
}

}  // namespace detail

/// The numbers of a `CycleGan`.
template <class ObjectiveType, class ConstraintType, class Experiment>
struct CycleGanConfig {
  using CriticOptimizer = typename detail::CriticOptimizerOf<ConstraintType, Experiment>::type;
  using GeneratorOptimizer =
      typename detail::GeneratorOptimizerOf<ConstraintType, Experiment>::type;
  static constexpr Recipe recipe = detail::recipe<ObjectiveType, ConstraintType, Experiment>();
  // The paper's least squares lack our half.
  static constexpr double unit = std::is_same_v<ObjectiveType, LeastSquares> ? 2 : 1;

  std::uint64_t steps = recipe.steps;
  std::size_t batch = recipe.batch;  // samples of each domain
  std::size_t pool = 50;             // fakes of earlier steps that a critic may see; 0 = none
  double adversarial = unit;         // weights of the losses
  double cycle = detail::cycle_weight<Experiment>();
  double identity = detail::identity_weight<Experiment>();  // only between domains of one shape
  std::uint64_t seed = 1;
  ConstraintType constraint =
      detail::constraint_defaults<ObjectiveType, ConstraintType, Experiment>();
  CriticOptimizer critic_optimizer =
      detail::critic_optimizer_defaults<CriticOptimizer, ConstraintType, Experiment>();
  GeneratorOptimizer generator_optimizer =
      detail::optimizer_defaults<GeneratorOptimizer, ConstraintType, Experiment>();
  LearningRateDecay schedule{.decay_from = recipe.decay_from, .decay_to = recipe.decay_to};
  Ema ema = recipe.ema;
  ObjectiveType objective{};

  /// A step takes a clock for each of six forwards and two critics.
  static constexpr std::uint64_t clocks = 8;
  /// The most steps that take no more than `most` updates.
  std::uint64_t most_steps(std::uint64_t most) const { return most / clocks; }

  SADDLE_DESCRIBE(CycleGanConfig, steps, batch, pool, adversarial, cycle, identity, seed,
                  constraint, critic_optimizer, generator_optimizer, schedule, ema);
  static constexpr Bounded bounded[] = {{"steps", limits::steps},
                                        {"batch", limits::size},
                                        {"pool", {0, 0x1p20, "a whole number from 0 to 2^20"}},
                                        {"adversarial", limits::not_negative},
                                        {"cycle", limits::not_negative},
                                        {"identity", limits::not_negative},
                                        {"seed", limits::whole}};
};

/// The first fault of a CycleGAN; see `fault`.
template <class O, class C, class E, class D>
consteval Fault cycle_gan_fault() {
  constexpr Fault policies = policy_fault<O, C, D>();
  if constexpr (policies != Fault::none) {
    return policies;
  } else if constexpr (!requires {
                         typename E::There;
                         typename E::Back;
                         typename E::CriticOfFirst;
                         typename E::CriticOfSecond;
                       }) {
    return Fault::not_a_translating_experiment;
  } else if constexpr (constexpr Fault nets =
                           detail::networks_fault<typename E::There, typename E::Back,
                                                  typename E::CriticOfFirst,
                                                  typename E::CriticOfSecond>();
                       nets != Fault::none) {
    return nets;
  } else {
    using First = typename E::There::Input;
    using Second = typename E::There::Output;
    if (!std::is_same_v<typename E::Back::Input, Second> ||
        !std::is_same_v<typename E::Back::Output, First>)
      return Fault::way_mismatch;
    if (!std::is_same_v<typename E::CriticOfFirst::Input, First> ||
        !std::is_same_v<typename E::CriticOfSecond::Input, Second>)
      return Fault::sample_mismatch;
    constexpr Fault of_first = test_fault<O, C, typename E::CriticOfFirst>();
    return of_first != Fault::none ? of_first : test_fault<O, C, typename E::CriticOfSecond>();
  }
}

}  // namespace saddle
