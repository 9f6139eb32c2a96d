// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/limits.hpp>
#include <saddle/experiment/recipe.hpp>
#include <saddle/optim/ema.hpp>
#include <saddle/optim/schedule.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace saddle {

/// What a `Gan` measures in a step.
struct GanLosses {
  static constexpr std::array<std::string_view, 4> names{
      "bound",           // the number that the objective reports, of the last critic update
      "critic_loss",     // of that update, before it
      "generator_loss",  // of the model update
      "penalty"};        // of the constraint
};

/// The numbers of a `Gan`. They begin at what the experiment's recipe, else the constraint's paper,
/// says of the composition.
template <class ObjectiveType, class ConstraintType, class Experiment>
struct GanConfig {
  using CriticOptimizer = typename detail::CriticOptimizerOf<ConstraintType, Experiment>::type;
  using GeneratorOptimizer =
      typename detail::GeneratorOptimizerOf<ConstraintType, Experiment>::type;
  static constexpr Recipe recipe = detail::recipe<ObjectiveType, ConstraintType, Experiment>();

  std::uint64_t steps = recipe.steps;              // length of the run and its schedule
  std::size_t batch = recipe.batch;                // samples per side
  std::size_t critic_steps = recipe.critic_steps;  // critic updates per model update
  std::size_t critic_warmup = 0;                   // extra critic updates before the first
  bool reuse_fakes = recipe.reuse_fakes;           // the model learns from the critic's fakes
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
  std::uint64_t most_steps(std::uint64_t clocks) const {
    return (clocks - critic_warmup) / (critic_steps + 1);
  }

  SADDLE_DESCRIBE(GanConfig, steps, batch, critic_steps, critic_warmup, reuse_fakes, seed,
                  constraint, critic_optimizer, generator_optimizer, schedule, ema);
  static constexpr Bounded bounded[] = {{"steps", limits::steps},
                                        {"batch", limits::size},
                                        {"critic_steps", limits::size},
                                        {"critic_warmup", limits::steps},
                                        {"seed", limits::whole}};
};

}  // namespace saddle
