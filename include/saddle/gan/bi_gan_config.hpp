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
#include <string_view>
#include <type_traits>

namespace saddle {

/// What a `BiGan` measures in a step.
struct BiGanLosses {
  static constexpr std::array<std::string_view, 7> names{
      "bound",                // the number that the objective reports, of the last critic update
      "generator_loss",       // of fooling the critic
      "encoder_loss",         // the same, from the real side
      "regression_loss",      // of the codes that come back from generated samples, weighted
      "reconstruction_loss",  // of the samples that come back from their codes, weighted
      "critic_loss",
      "penalty"};
};

/// The numbers of a `BiGan`.
template <class ObjectiveType, class ConstraintType, class Experiment>
struct BiGanConfig {
  using CriticOptimizer = typename detail::CriticOptimizerOf<ConstraintType, Experiment>::type;
  using GeneratorOptimizer =
      typename detail::GeneratorOptimizerOf<ConstraintType, Experiment>::type;
  using EncoderOptimizer = GeneratorOptimizer;
  static constexpr Recipe recipe = detail::recipe<ObjectiveType, ConstraintType, Experiment>();

  std::uint64_t steps = recipe.steps;
  std::size_t batch = recipe.batch;                // samples per side
  std::size_t critic_steps = recipe.critic_steps;  // critic updates per model update
  bool alternating = recipe.critic_steps > 1;  // the models learn from the critic after its update
  double regression = 0;                       // weight of the mean of (E(G(z)) - z)^2
  double reconstruction = 0;                   // weight of the mean of (G(E(x)) - x)^2
  std::uint64_t seed = 1;
  ConstraintType constraint =
      detail::constraint_defaults<ObjectiveType, ConstraintType, Experiment>();
  CriticOptimizer critic_optimizer =
      detail::critic_optimizer_defaults<CriticOptimizer, ConstraintType, Experiment>();
  GeneratorOptimizer generator_optimizer =
      detail::optimizer_defaults<GeneratorOptimizer, ConstraintType, Experiment>();
  EncoderOptimizer encoder_optimizer =
      detail::optimizer_defaults<EncoderOptimizer, ConstraintType, Experiment>();
  LearningRateDecay schedule{.decay_from = recipe.decay_from, .decay_to = recipe.decay_to};
  Ema ema = recipe.ema;
  ObjectiveType objective{};

  /// The most steps that take no more than `clocks` updates.
  std::uint64_t most_steps(std::uint64_t clocks) const {
    return clocks / (critic_steps + (reconstruction > 0 ? 3 : 2));
  }

  SADDLE_DESCRIBE(BiGanConfig, steps, batch, critic_steps, alternating, regression, reconstruction,
                  seed, constraint, critic_optimizer, generator_optimizer, encoder_optimizer,
                  schedule, ema);
  static constexpr Bounded bounded[] = {{"steps", limits::steps},
                                        {"batch", limits::size},
                                        {"critic_steps", limits::size},
                                        {"regression", limits::not_negative},
                                        {"reconstruction", limits::not_negative, "0"},
                                        {"seed", limits::whole}};
};

/// The first fault of a BiGan; see `fault`.
template <class O, class C, class E, class D>
consteval Fault bi_gan_fault() {
  constexpr Fault policies = policy_fault<O, C, D>();
  if constexpr (policies != Fault::none) {
    return policies;
  } else if constexpr (!requires {
                         typename E::Latent::Value;
                         typename E::Generator;
                         typename E::Encoder;
                         typename E::Critic;
                       }) {
    return Fault::not_an_encoding_experiment;
  } else if constexpr (constexpr Fault nets =
                           detail::networks_fault<typename E::Generator, typename E::Encoder,
                                                  typename E::Critic>();
                       nets != Fault::none) {
    return nets;
  } else {
    using Code = typename E::Latent::Value;
    using Data = typename E::Generator::Output;
    if (!std::is_same_v<Code, typename E::Generator::Input>) return Fault::latent_mismatch;
    if (!std::is_same_v<typename E::Encoder::Input, Data> ||
        !std::is_same_v<typename E::Encoder::Output, Code>)
      return Fault::encoder_mismatch;
    if (!std::is_same_v<typename E::Critic::Input, Joint<Data, Code>>) return Fault::joint_mismatch;
    return test_fault<O, C, typename E::Critic>();
  }
}

}  // namespace saddle
