// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "units/unit.hpp"

#include <saddle/data/held_out.hpp>
#include <saddle/gan/star_gan.hpp>

namespace saddle_program {

/// `saddle::StarGan`, as units are made of it.
struct StarGan {
  static constexpr const char* formulation = "stargan";

  /// The trainer, whose samples are translations of data that it knows from `check`: each to all
  /// domains, one after the other.
  template <class Constraint, class Experiment>
  class Trainer : public saddle::StarGanTrainer<saddle::AnyObjective, Constraint, Experiment, Cpu> {
    using Base = saddle::StarGanTrainer<saddle::AnyObjective, Constraint, Experiment, Cpu>;

   public:
    using Base::Base, Base::classes;

    void check(const AnySource& source) const {
      Base::check(source);
      source_ = &source;
    }
    auto sample(std::size_t n) {
      const std::size_t count = (n + classes - 1) / classes;
      const Rows some =
          saddle::data::held_out(*source_, count, this->config().seed, source_->rows.value_or(1));
      Rows x = Rows::from_shape({n, some.shape(1)});
      for (std::size_t i = 0; i < n; ++i) {
        std::copy_n(&some(i / classes, 0), some.shape(1), &x(i, 0));
      }
      return this->translate(x, labels(n));
    }
    static saddle::Tensor<int, 1> labels(std::size_t n) {
      saddle::Tensor<int, 1> result = saddle::Tensor<int, 1>::from_shape({n});
      for (std::size_t i = 0; i < n; ++i) result(i) = static_cast<int>(i % classes);
      return result;
    }

   private:
    mutable const AnySource* source_ = nullptr;
  };

  template <class Objective, class Constraint, class Experiment>
  static constexpr saddle::Fault fault =
      saddle::star_gan_fault<Objective, Constraint, Experiment, Cpu>();

  template <class Experiment>
  static void summary(std::ostream& out) {
    summary_of<typename Experiment::Generator>("generator", out);
    summary_of<typename Experiment::Critic>("critic", out);
  }

  template <class Experiment>
  static void complete(CompiledModel& model) {
    model.translator = [](const std::string& run) -> Translator {
      const auto generator = std::make_shared<LoadedNetwork<typename Experiment::Generator>>(
          "generator", network_in(run, "generator"));
      return [generator](const Rows& x, const saddle::Tensor<int, 1>& labels) {
        return (*generator)(x, one_hot<Experiment>(labels));
      };
    };
  }
};

}  // namespace saddle_program
