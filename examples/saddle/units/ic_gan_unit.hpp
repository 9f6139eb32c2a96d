// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "units/unit.hpp"

#include <saddle/gan/ic_gan.hpp>

namespace saddle_program {

/// `saddle::IcGan`, as units are made of it.
struct IcGan {
  static constexpr const char* formulation = "icgan";

  template <class Objective, class Constraint, class Experiment>
  static constexpr saddle::Fault fault =
      saddle::ic_gan_fault<Objective, Constraint, Experiment, Cpu>();
  template <class Constraint, class Experiment>
  using Trainer = saddle::IcGanTrainer<saddle::AnyObjective, Constraint, Experiment, Cpu>;

  template <class Experiment>
  static void summary(std::ostream& out) {
    summary_of<typename Experiment::Generator>("generator", out);
    summary_of<typename Experiment::CodeEncoder>("code encoder", out);
    summary_of<typename Experiment::LabelEncoder>("label encoder", out);
    summary_of<typename Experiment::Critic>("critic", out);
  }

  template <class Experiment>
  static void complete(CompiledModel& model) {
    model.networks["code encoder"] = &load_network<typename Experiment::CodeEncoder>;
    model.networks["label encoder"] = &load_network<typename Experiment::LabelEncoder>;
    model.translator = [](const std::string& run) -> Translator {
      const auto generator = std::shared_ptr<AnyModel>(new ModelOf<Experiment>);
      generator->load(network_in(run, "generator"), /*seed=*/0);
      const Features encode = load_network<typename Experiment::CodeEncoder>(
          "code encoder", network_in(run, "code encoder"));
      return [=](const Rows& x, const saddle::Tensor<int, 1>& labels) {
        return generator->generate(encode(x), labels);
      };
    };
  }
};

}  // namespace saddle_program
