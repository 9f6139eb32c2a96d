// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/experiment/toy.hpp>
#include <saddle/gan/fault.hpp>
#include <saddle/gan/stand_in.hpp>
#include <saddle/gan/trainer.hpp>

#include <type_traits>

namespace saddle {

namespace detail {

template <class Objective, class Constraint, class Experiment, class Device, bool usable>
struct TrainerOf {
  using type = StandIn<Constraint, Experiment>;
};
template <class Objective, class Constraint, class Experiment, class Device>
struct TrainerOf<Objective, Constraint, Experiment, Device, true> {
  using type = GanTrainer<Objective, Constraint, Experiment, Device>;
};

}  // namespace detail

/// A generative adversarial network as one type, a fully specialised trainer:
///
///     Gan<FDivergence<Pearson>, WeightClip> gan;
///     Gan<Wasserstein, GradientPenalty, Digits> digits{{.critic_steps = 5, .seed = 7}};
///
/// Errors: a composition that makes no sense does not compile, and says why in one sentence.
template <class Objective, class Constraint = detail::NotGiven, class Experiment = Ring,
          class Device = Cpu>
class Gan : public detail::TrainerOf<Objective, Constraint, Experiment, Device,
                                     fault<Objective, Constraint, Experiment, Device>() ==
                                         Fault::none>::type {
  static constexpr Fault found = fault<Objective, Constraint, Experiment, Device>();
  using Evidence = typename detail::EvidenceOf<found, Objective, Constraint, Experiment>::type;
  static_assert(sizeof(detail::Verdict<found, Evidence>) > 0);
  static_assert(sizeof(detail::Completeness<found, Objective, Constraint, Experiment>) > 0);

  using Base = typename detail::TrainerOf<Objective, Constraint, Experiment, Device,
                                          found == Fault::none>::type;

 public:
  using Config = typename Base::Config;

  Gan() : Gan(Config{}) {}
  explicit Gan(Config config) : Base(config) {}
};

}  // namespace saddle
