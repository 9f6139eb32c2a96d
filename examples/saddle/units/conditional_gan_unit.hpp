// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "units/unit.hpp"

#include <saddle/gan/conditional_gan.hpp>

namespace saddle_program {

/// `saddle::ConditionalGan`, as units are made of it.
struct ConditionalGan {
  static constexpr const char* formulation = "cgan";

  template <class Objective, class Constraint, class Experiment>
  static constexpr saddle::Fault fault =
      saddle::conditional_gan_fault<Objective, Constraint, Experiment, Cpu>();
  template <class Constraint, class Experiment>
  using Trainer = saddle::ConditionalGanTrainer<saddle::AnyObjective, Constraint, Experiment, Cpu>;

  template <class Experiment>
  static void summary(std::ostream& out) {
    summary_of<typename Experiment::Generator>("generator", out);
    summary_of<typename Experiment::Critic>("critic", out);
  }

  template <class Experiment>
  static void complete(CompiledModel&) {}
};

}  // namespace saddle_program
