// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/optim/ema.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace saddle {

/// The numbers a run starts from when the user names none.
struct Recipe {
  std::uint64_t steps = 20'000;  // model updates
  std::size_t batch = 64;
  std::size_t critic_steps = 1;  // critic updates per model update
  bool reuse_fakes = false;      // one forward of the generator serves critic and model
  double decay_from = 1;         // share of the run after which the rates fall; 1 = never
  double decay_to = 0;  // share of the rates that is left at the end; see LearningRateDecay
  Ema ema{};            // the generator's moving average; by default none
};

namespace detail {

/// The experiment's recipe for the pair if it has one, else what the constraint's paper says.
template <class Objective, class Constraint, class Experiment>
constexpr Recipe recipe() {
  if constexpr (requires { Experiment::template recipe<Objective, Constraint>(); }) {
    return Experiment::template recipe<Objective, Constraint>();
  } else {
    static_assert(
        !requires { Experiment::recipe(); },
        "an experiment's recipe() is a template <class Objective, class Constraint>");
    return {.critic_steps = Constraint::critic_steps};
  }
}

/// The experiment's numbers of the constraint if it has them, else the paper's.
template <class Objective, class Constraint, class Experiment>
constexpr Constraint constraint_defaults() {
  if constexpr (requires { Experiment::template constraint<Objective, Constraint>(); }) {
    return Experiment::template constraint<Objective, Constraint>();
  } else {
    return {};
  }
}

template <class Constraint, class Experiment>
struct CriticOptimizerOf {
  using type = typename Constraint::DefaultOptimizer;
};
template <class Constraint, class Experiment>
  requires requires { typename Experiment::CriticOptimizer; }
struct CriticOptimizerOf<Constraint, Experiment> {
  using type = typename Experiment::CriticOptimizer;
};

template <class Constraint, class Experiment>
struct GeneratorOptimizerOf {
  using type = typename Constraint::DefaultOptimizer;
};
template <class Constraint, class Experiment>
  requires requires { typename Experiment::GeneratorOptimizer; }
struct GeneratorOptimizerOf<Constraint, Experiment> {
  using type = typename Experiment::GeneratorOptimizer;
};

/// What an experiment says of an optimiser.
template <class Optimizer, class Given>
constexpr Optimizer as_asked(const Given& given) {
  static_assert(std::is_convertible_v<Given, Optimizer>,
                "an experiment's optimizer() gives the optimiser that is asked for, or the "
                "experiment names its CriticOptimizer and GeneratorOptimizer");
  return given;
}

/// The experiment's numbers of the optimiser if it has them, else those of the constraint's paper,
/// else the optimiser's own.
template <class Optimizer, class Constraint, class Experiment>
constexpr Optimizer optimizer_defaults() {
  if constexpr (requires { Experiment::template optimizer<Optimizer, Constraint>(); }) {
    return as_asked<Optimizer>(Experiment::template optimizer<Optimizer, Constraint>());
  } else if constexpr (std::is_same_v<Optimizer, typename Constraint::DefaultOptimizer>) {
    return Constraint::default_optimizer;
  } else {
    return {};
  }
}

/// The same of the critic's optimiser, whose numbers may be others than the generator's.
template <class Optimizer, class Constraint, class Experiment>
constexpr Optimizer critic_optimizer_defaults() {
  if constexpr (requires { Experiment::template critic_optimizer<Optimizer, Constraint>(); }) {
    return as_asked<Optimizer>(Experiment::template critic_optimizer<Optimizer, Constraint>());
  } else {
    return optimizer_defaults<Optimizer, Constraint, Experiment>();
  }
}

}  // namespace detail
}  // namespace saddle
