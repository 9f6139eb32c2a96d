// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "units/translating.hpp"
#include "units/unit.hpp"

#include <saddle/gan/cycle_gan.hpp>

namespace saddle_program {

/// `saddle::CycleGan`, as units are made of it.
struct CycleGan {
  static constexpr const char* formulation = "cyclegan";

  template <class Objective, class Constraint, class Experiment>
  static constexpr saddle::Fault fault =
      saddle::cycle_gan_fault<Objective, Constraint, Experiment, Cpu>();
  template <class Objective, class Constraint, class Experiment>
  using Config = saddle::CycleGanConfig<Objective, Constraint, Experiment>;
  template <class Constraint, class Experiment>
  using Trainer =
      Translating<saddle::CycleGanTrainer<saddle::AnyObjective, Constraint, Experiment, Cpu>>;
  template <class Experiment>
  using Sample = typename Experiment::There::Output;

  template <class Experiment>
  static void summary(std::ostream& out) {
    summary_of<typename Experiment::There>("there", out);
    summary_of<typename Experiment::Back>("back", out);
    summary_of<typename Experiment::CriticOfFirst>("critic of first", out);
    summary_of<typename Experiment::CriticOfSecond>("critic of second", out);
  }

  template <class Experiment>
  static void complete(CompiledModel& model) {
    model.ways = [](const std::string& run) -> Ways {
      return {load_network<typename Experiment::There>("there", network_in(run, "there")),
              load_network<typename Experiment::Back>("back", network_in(run, "back"))};
    };
  }
};

}  // namespace saddle_program
