// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "units/unit.hpp"

#include <saddle/gan/bi_gan.hpp>

namespace saddle_program {

/// `saddle::BiGan`, as units are made of it.
struct BiGan {
  static constexpr const char* formulation = "bigan";

  template <class Objective, class Constraint, class Experiment>
  static constexpr saddle::Fault fault =
      saddle::bi_gan_fault<Objective, Constraint, Experiment, Cpu>();
  template <class Constraint, class Experiment>
  using Trainer = saddle::BiGanTrainer<saddle::AnyObjective, Constraint, Experiment, Cpu>;

  template <class Experiment>
  static void summary(std::ostream& out) {
    summary_of<typename Experiment::Generator>("generator", out);
    summary_of<typename Experiment::Encoder>("encoder", out);
    summary_of<typename Experiment::Critic>("critic", out);
  }

  template <class Experiment>
  static void complete(CompiledModel& model) {
    model.networks["encoder"] = &load_network<typename Experiment::Encoder>;
  }
};

}  // namespace saddle_program
