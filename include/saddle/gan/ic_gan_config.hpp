// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/gan/conditional_gan_config.hpp>
#include <saddle/optim/adam.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace saddle {

/// What an `IcGan` measures in a step; what its phase does not measure is 0.
struct IcGanLosses {
  static constexpr std::array<std::string_view, 7> names{
      "bound",           // the number that the objective reports, of the last critic update
      "critic_loss",     // of that update, before it
      "generator_loss",  // of the model update, the class head's part included
      "code_loss",       // of the codes found in generated samples
      "label_loss",      // of the labels found in real ones
      "class_loss",      // of the critic's class head on real samples
      "penalty"};        // of the constraint
};

/// The numbers of an `IcGan`.
template <class ObjectiveType, class ConstraintType, class Experiment>
struct IcGanConfig {
  using CriticOptimizer = typename detail::CriticOptimizerOf<ConstraintType, Experiment>::type;
  using GeneratorOptimizer =
      typename detail::GeneratorOptimizerOf<ConstraintType, Experiment>::type;
  using EncoderOptimizer = Adam;
  static constexpr Recipe recipe = detail::recipe<ObjectiveType, ConstraintType, Experiment>();

  std::uint64_t steps = recipe.steps;  // length of the run, both phases
  double encoders_from = 0.5;          // share of the run after which only the encoders learn
  std::size_t batch = recipe.batch;    // samples per side
  std::size_t critic_steps = recipe.critic_steps;  // critic updates per model update
  bool reuse_fakes = recipe.reuse_fakes;           // the model learns from the critic's fakes
  double mismatched = detail::mismatched_share<Experiment>();  // see ConditionalGanConfig
  double class_weight = 1;  // of the losses of a critic's class head
  std::uint64_t seed = 1;
  ConstraintType constraint =
      detail::constraint_defaults<ObjectiveType, ConstraintType, Experiment>();
  CriticOptimizer critic_optimizer =
      detail::critic_optimizer_defaults<CriticOptimizer, ConstraintType, Experiment>();
  GeneratorOptimizer generator_optimizer =
      detail::optimizer_defaults<GeneratorOptimizer, ConstraintType, Experiment>();
  EncoderOptimizer encoder_optimizer{.learning_rate = 1e-4, .beta1 = 0.1, .beta2 = 0.999};
  LearningRateDecay schedule{.decay_from = recipe.decay_from, .decay_to = recipe.decay_to};
  Ema ema = recipe.ema;
  ObjectiveType objective{};

  /// The most steps that take no more than `clocks` updates.
  std::uint64_t most_steps(std::uint64_t clocks) const { return clocks / (critic_steps + 1); }

  SADDLE_DESCRIBE(IcGanConfig, steps, encoders_from, batch, critic_steps, reuse_fakes, mismatched,
                  class_weight, seed, constraint, critic_optimizer, generator_optimizer,
                  encoder_optimizer, schedule, ema);
  static constexpr Bounded bounded[] = {
      {"steps", limits::steps},      {"encoders_from", limits::share},
      {"batch", limits::size},       {"critic_steps", limits::size},
      {"mismatched", limits::share}, {"class_weight", limits::not_negative},
      {"seed", limits::whole}};
};

/// The first fault of an IcGAN; see `fault`.
template <class O, class C, class E, class D>
consteval Fault ic_gan_fault() {
  constexpr Fault conditional = conditional_gan_fault<O, C, E, D>();
  if constexpr (conditional != Fault::none) {
    return conditional;
  } else if constexpr (!requires {
                         typename E::CodeEncoder;
                         typename E::LabelEncoder;
                       }) {
    return Fault::not_an_editing_experiment;
  } else if constexpr (constexpr Fault nets = detail::networks_fault<typename E::CodeEncoder,
                                                                     typename E::LabelEncoder>();
                       nets != Fault::none) {
    return nets;
  } else {
    using Request = typename E::Generator::Input;
    using Data = typename E::Generator::Output;
    const bool back =
        std::is_same_v<typename E::CodeEncoder::Input, Data> &&
        std::is_same_v<typename E::LabelEncoder::Input, Data> &&
        std::is_same_v<typename E::CodeEncoder::Output, typename Request::template Part<0>> &&
        std::is_same_v<typename E::LabelEncoder::Output, typename Request::template Part<1>>;
    return back ? Fault::none : Fault::editor_mismatch;
  }
}

}  // namespace saddle
