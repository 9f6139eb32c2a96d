// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/adversary/critic.hpp>
#include <saddle/adversary/fault.hpp>
#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/limits.hpp>
#include <saddle/experiment/recipe.hpp>
#include <saddle/optim/ema.hpp>
#include <saddle/optim/schedule.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace saddle {

/// What a `ConditionalGan` measures in a step.
struct ConditionalGanLosses {
  static constexpr std::array<std::string_view, 5> names{
      "bound",           // the number that the objective reports, of the last critic update
      "critic_loss",     // of that update, before it
      "generator_loss",  // of the model update, the class head's part included
      "class_loss",      // of the critic's class head on real samples
      "penalty"};        // of the constraint
};

namespace detail {

/// The experiment's share of real samples with a wrong label among the fakes, if it has one.
template <class Experiment>
constexpr double mismatched_share() {
  if constexpr (requires { Experiment::mismatched; }) return Experiment::mismatched;
  return 0;
}

}  // namespace detail

/// The numbers of a `ConditionalGan`.
template <class ObjectiveType, class ConstraintType, class Experiment>
struct ConditionalGanConfig {
  using CriticOptimizer = typename detail::CriticOptimizerOf<ConstraintType, Experiment>::type;
  using GeneratorOptimizer =
      typename detail::GeneratorOptimizerOf<ConstraintType, Experiment>::type;
  static constexpr Recipe recipe = detail::recipe<ObjectiveType, ConstraintType, Experiment>();

  std::uint64_t steps = recipe.steps;              // length of the run and its schedule
  std::size_t batch = recipe.batch;                // samples per side
  std::size_t critic_steps = recipe.critic_steps;  // critic updates per model update
  bool reuse_fakes = recipe.reuse_fakes;           // the model learns from the critic's fakes
  double mismatched = detail::mismatched_share<Experiment>();  // of the critic's fakes, those that
                                                               // are real with a wrong label
  double class_weight = 1;  // of the losses of a critic's class head
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

  SADDLE_DESCRIBE(ConditionalGanConfig, steps, batch, critic_steps, reuse_fakes, mismatched,
                  class_weight, seed, constraint, critic_optimizer, generator_optimizer, schedule,
                  ema);
  static constexpr Bounded bounded[] = {{"steps", limits::steps},
                                        {"batch", limits::size},
                                        {"critic_steps", limits::size},
                                        {"mismatched", limits::share},
                                        {"class_weight", limits::not_negative},
                                        {"seed", limits::whole}};
};

namespace detail {

/// A joint value of two parts, the second of which is a label.
template <class V>
inline constexpr std::size_t classes_in = 0;
template <class First, std::size_t classes>
  requires(classes > 1)
inline constexpr std::size_t classes_in<Joint<First, Shape<classes>>> = classes;

/// How many classes a critic of `Data` distinguishes: those of the label that it reads, or those
/// that its second head tells; 0 if it looks at no label, or is told what it should tell.
template <class Critic, class Data>
consteval std::size_t classes_of_critic() {
  using Head = CriticHead<typename Critic::Output>;
  if (std::is_same_v<typename Critic::Input, Data>) return Head::classes;
  return Head::has_auxiliary ? 0 : classes_in<typename Critic::Input>;
}

/// The sample that a critic reads, without a label.
template <class V>
struct SampleIn {
  using type = V;
};
template <class First, class Second>
struct SampleIn<Joint<First, Second>> {
  using type = First;
};

}  // namespace detail

/// The first fault of a ConditionalGan; see `fault`.
template <class O, class C, class E, class D>
consteval Fault conditional_gan_fault() {
  constexpr Fault policies = policy_fault<O, C, D>();
  if constexpr (policies != Fault::none) {
    return policies;
  } else if constexpr (!requires {
                         typename E::Latent::Value;
                         typename E::Generator;
                         typename E::Critic;
                       }) {
    return Fault::not_a_conditional_experiment;
  } else if constexpr (constexpr Fault nets =
                           detail::networks_fault<typename E::Generator, typename E::Critic>();
                       nets != Fault::none) {
    return nets;
  } else if constexpr (detail::classes_in<typename E::Generator::Input> == 0) {
    return Fault::unlabelled_generator;
  } else {
    using Input = typename E::Generator::Input;
    using Data = typename E::Generator::Output;
    using Critic = typename E::Critic;
    constexpr std::size_t classes = detail::classes_of_critic<Critic, Data>();
    if (!std::is_same_v<typename Input::template Part<0>, typename E::Latent::Value>)
      return Fault::latent_mismatch;
    if (!std::is_same_v<typename detail::SampleIn<typename Critic::Input>::type, Data>)
      return Fault::sample_mismatch;
    if (classes == 0) return Fault::unlabelled_critic;
    if (classes != detail::classes_in<Input>) return Fault::class_mismatch;
    return test_fault<O, C, Critic, typename CriticHead<typename Critic::Output>::Score>();
  }
}

}  // namespace saddle
