// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "units/translating.hpp"
#include "units/unit.hpp"

#include <saddle/gan/align_flow.hpp>

namespace saddle_program {

/// The flow of a domain, out of its game.
template <class Net>
class DomainFlow {
 public:
  DomainFlow(const std::string& run, const std::string& name)
      : flow_({device_, /*capacity=*/64, /*seed=*/0, /*index=*/0, name}, saddle::Sgd{}, {}) {
    saddle::TrainingState<Cpu> state;
    flow_.model.list_state(state);
    read_network(state, name, network_in(run, name));
  }
  Rows encode(const Rows& x) { return flow_.encode(device_, x); }
  Rows decode(const Rows& codes) { return saddle::as_rows(flow_.decode(device_, codes)); }

 private:
  Cpu device_;
  saddle::part::FlowModel<Net, saddle::Sgd, Cpu> flow_;
};

/// `saddle::AlignFlow`, as units are made of it.
struct AlignFlow {
  static constexpr const char* formulation = "alignflow";

  template <class Objective, class Constraint, class Experiment>
  static constexpr saddle::Fault fault =
      saddle::align_flow_fault<Objective, Constraint, Experiment, Cpu>();
  template <class Objective, class Constraint, class Experiment>
  using Config = saddle::AlignFlowConfig<Objective, Constraint, Experiment>;
  template <class Constraint, class Experiment>
  using Trainer =
      Translating<saddle::AlignFlowTrainer<saddle::AnyObjective, Constraint, Experiment, Cpu>>;
  template <class Experiment>
  using Sample = typename Experiment::FlowOfSecond::Sample;

  template <class Experiment>
  static void summary(std::ostream& out) {
    summary_of<typename Experiment::FlowOfFirst>("first", out);
    summary_of<typename Experiment::FlowOfSecond>("second", out);
    summary_of<typename Experiment::CriticOfFirst>("critic of first", out);
    summary_of<typename Experiment::CriticOfSecond>("critic of second", out);
  }

  template <class Experiment>
  static void complete(CompiledModel& model) {
    model.ways = [](const std::string& run) -> Ways {
      const auto first =
          std::make_shared<DomainFlow<typename Experiment::FlowOfFirst>>(run, "first");
      const auto second =
          std::make_shared<DomainFlow<typename Experiment::FlowOfSecond>>(run, "second");
      return {[=](const Rows& x) { return second->decode(first->encode(x)); },
              [=](const Rows& y) { return first->decode(second->encode(y)); }};
    };
  }
};

}  // namespace saddle_program
