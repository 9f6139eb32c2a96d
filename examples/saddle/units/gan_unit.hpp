// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "units/unit.hpp"

#include <saddle/gan/gan.hpp>

namespace saddle_program {

/// `saddle::Gan`, as units are made of it.
struct Gan {
  static constexpr const char* formulation = "gan";

  template <class Objective, class Constraint, class Experiment>
  static constexpr saddle::Fault fault = saddle::fault<Objective, Constraint, Experiment, Cpu>();
  template <class Constraint, class Experiment>
  using Trainer = saddle::GanTrainer<saddle::AnyObjective, Constraint, Experiment, Cpu>;

  template <class Experiment>
  static void summary(std::ostream& out) {
    summary_of<typename Experiment::Generator>("generator", out);
    summary_of<typename Experiment::Critic>("critic", out);
  }

  template <class Experiment>
  static void complete(CompiledModel& model) {
    if constexpr (Experiment::Critic::layer_count > 1) {
      model.critic_features = &load_critic_features<typename Experiment::Critic>;
    }
  }
};

}  // namespace saddle_program
