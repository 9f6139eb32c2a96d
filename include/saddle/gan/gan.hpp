// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/experiment/toy.hpp>
#include <saddle/gan/fault.hpp>
#include <saddle/gan/part/facade.hpp>
#include <saddle/gan/trainer.hpp>

namespace saddle {

/// A generative adversarial network as one type, a fully specialised trainer:
///
///     Gan<FDivergence<Pearson>, WeightClip> gan;
///     Gan<Wasserstein, GradientPenalty, Digits> digits{{.critic_steps = 5, .seed = 7}};
///
/// Errors: a composition that makes no sense does not compile, and says why in one sentence.
template <class Objective, class Constraint = detail::NotGiven, class Experiment = Ring,
          class Device = Cpu>
class Gan : public part::Facade<fault<Objective, Constraint, Experiment, Device>(), GanTrainer,
                                GanConfig, Objective, Constraint, Experiment, Device> {
 public:
  using Config = typename Gan::Facade::Config;

  Gan() = default;
  explicit Gan(const Config& config) : Gan::Facade(config) {}
};

}  // namespace saddle
