// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/adversary/adversary.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/gan/part/generative.hpp>

#include <cstddef>
#include <type_traits>

namespace saddle {

/// A generative formulation with one critic, that of `Experiment`: of samples, or of samples and
/// their codes together.
///
/// `Config` has, beside what `Generative` asks, objective, constraint and critic_optimizer.
template <class Config, class Losses, class Objective, class Constraint, class Experiment, class D>
class Adversarial : public Generative<Config, Losses, Experiment, D> {
  using Base = Generative<Config, Losses, Experiment, D>;

 public:
  using Critic = typename Experiment::Critic;
  using CriticOptimizer = typename Config::CriticOptimizer;
  using Auxiliary =
      std::conditional_t<CriticHead<typename Critic::Output>::has_auxiliary, CrossEntropy, None>;
  using Test = Adversary<Objective, Constraint, Critic, CriticOptimizer, Auxiliary, D>;

  /// The critic's features of real or generated samples: what its last layer sees, or what the
  /// first `layers` entries of its list make of them.
  /// Shapes: one (n, numbers...) for each part of what the critic reads -> (n, features).
  template <std::size_t layers = Test::Trained::hidden_layers, class... X>
    requires(sizeof...(X) == Critic::Input::components)
  auto features(const X&... x) {
    return test_.critic().template features<layers>(device_, x...);
  }

  /// The critic's mean score of every sample.
  /// Shapes: one (n, numbers...) for each part of what the critic reads -> (n).
  template <class... X>
    requires(sizeof...(X) == Critic::Input::components)
  Tensor<double, 1> scores(const X&... x) {
    return test_.critic().scores(device_, x...);
  }

  /// How much the model's loss feels of the critic's score of every sample: |d loss / d score|.
  /// Shapes: as `scores`.
  template <class... X>
    requires(sizeof...(X) == Critic::Input::components)
  Tensor<double, 1> score_slopes(const X&... x) {
    return test_.slopes(scores(x...));
  }

  auto& critic() { return test_.learner(); }

 protected:
  explicit Adversarial(const Config& config)
      : Adversarial(config, {config.objective, config.constraint, config.critic_optimizer}) {}
  Adversarial(const Config& config, typename Test::Config rules, std::size_t extras = 0)
      : Base(config), test_(this->place("critic"), rules, extras) {}

  /// The first of the codes that a divergence is estimated with, far from those of `sample(n)`.
  static constexpr std::size_t estimate_codes = std::size_t{1} << 24;

  using Base::device_;
  Test test_;
};

}  // namespace saddle
