// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/adversary/fault.hpp>
#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/limits.hpp>
#include <saddle/experiment/recipe.hpp>
#include <saddle/optim/ema.hpp>
#include <saddle/optim/schedule.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace saddle {

/// What a `Diat` measures in a step.
struct DiatLosses {
  static constexpr std::array<std::string_view, 5> names{
      "bound",           // the number that the objective reports, of the last critic update
      "critic_loss",     // of that update, before it
      "generator_loss",  // of fooling the critic
      "identity_loss",   // of features that a translation should keep, weighted
      "penalty"};        // of the constraint
};

namespace detail {

/// The experiment's weight of kept features, if it has one.
template <class Experiment>
constexpr double kept_weight() {
  if constexpr (requires { Experiment::identity; }) return Experiment::identity;
  return 1;
}

}  // namespace detail

/// The numbers of a `Diat`, and the file of its frozen features, which a checkpoint does not name:
/// whoever resumes a run names it again.
template <class ObjectiveType, class ConstraintType, class Experiment>
struct DiatConfig {
  using CriticOptimizer = typename detail::CriticOptimizerOf<ConstraintType, Experiment>::type;
  using GeneratorOptimizer =
      typename detail::GeneratorOptimizerOf<ConstraintType, Experiment>::type;
  static constexpr Recipe recipe = detail::recipe<ObjectiveType, ConstraintType, Experiment>();

  std::string features{};  // path of what `save_network`, `Classifier` or PyTorch wrote
  std::uint64_t steps = recipe.steps;
  std::size_t batch = recipe.batch;                     // samples of each domain
  std::size_t critic_steps = recipe.critic_steps;       // critic updates per model update
  double identity = detail::kept_weight<Experiment>();  // of the mean square in features
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

  /// The most steps that take no more than `clocks` updates.
  std::uint64_t most_steps(std::uint64_t clocks) const { return clocks / (critic_steps + 1); }

  SADDLE_DESCRIBE(DiatConfig, steps, batch, critic_steps, identity, seed, constraint,
                  critic_optimizer, generator_optimizer, schedule, ema);
  static constexpr Bounded bounded[] = {{"steps", limits::steps},
                                        {"batch", limits::size},
                                        {"critic_steps", limits::size},
                                        {"identity", limits::not_negative},
                                        {"seed", limits::whole}};
};

namespace detail {

/// How many layers of its `Features` an experiment compares; all where it does not say.
template <class E>
inline constexpr std::size_t feature_layers = [] {
  if constexpr (requires { E::feature_layers; }) return E::feature_layers;
  else return E::Features::layer_count;
}();

}  // namespace detail

/// The first fault of a DIAT; see `fault`.
template <class O, class C, class E, class D>
consteval Fault diat_fault() {
  constexpr Fault policies = policy_fault<O, C, D>();
  if constexpr (policies != Fault::none) {
    return policies;
  } else if constexpr (!requires {
                         typename E::Generator;
                         typename E::Critic;
                         typename E::Features;
                       }) {
    return Fault::not_a_feature_experiment;
  } else if constexpr (constexpr Fault nets =
                           detail::networks_fault<typename E::Generator, typename E::Critic,
                                                  typename E::Features>();
                       nets != Fault::none) {
    return nets;
  } else {
    using Data = typename E::Generator::Output;
    if (!std::is_same_v<typename E::Generator::Input, Data> ||
        !std::is_same_v<typename E::Critic::Input, Data> ||
        !std::is_same_v<typename E::Features::Input, Data>)
      return Fault::not_one_way;
    if (detail::feature_layers<E> == 0 || detail::feature_layers<E> > E::Features::layer_count)
      return Fault::no_such_features;
    return test_fault<O, C, typename E::Critic>();
  }
}

}  // namespace saddle
