// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "units/translating.hpp"
#include "units/unit.hpp"

#include <saddle/gan/diat.hpp>

namespace saddle_program {

/// `saddle::Diat`, as units are made of it.
struct Diat {
  static constexpr const char* formulation = "diat";

  template <class Objective, class Constraint, class Experiment>
  static constexpr saddle::Fault fault =
      saddle::diat_fault<Objective, Constraint, Experiment, Cpu>();
  template <class Constraint, class Experiment>
  using Trainer =
      Translating<saddle::DiatTrainer<saddle::AnyObjective, Constraint, Experiment, Cpu>>;

  template <class Experiment>
  static void summary(std::ostream& out) {
    summary_of<typename Experiment::Generator>("generator", out);
    summary_of<typename Experiment::Critic>("critic", out);
    summary_of<typename Experiment::Features>("features", out);
  }

  template <class Experiment>
  static void complete(CompiledModel& model) {
    model.ways = [](const std::string& run) -> Ways {
      return {
          load_network<typename Experiment::Generator>("generator", network_in(run, "generator")),
          {}};
    };
  }
};

}  // namespace saddle_program
