// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/gan/fault.hpp>
#include <saddle/gan/toy.hpp>
#include <saddle/gan/trainer.hpp>

#include <type_traits>

namespace saddle {

namespace detail {

/// Stands in for a trainer that cannot be, so that a wrong composition is one error and not many.
struct Invalid {
  struct Anything {
    constexpr Anything(auto&&...) {}
  };
  struct Config {  // the fields of a trainer's config, in its order
    Anything steps{}, batch{}, critic_steps{}, critic_warmup{}, reuse_fakes{}, seed{}, constraint{},
        critic_optimizer{}, generator_optimizer{}, schedule{}, ema{}, objective{};
  };
  Invalid(auto&&...) {}
  explicit Invalid(Config) {}
  void step(auto&&...) {}
  void sample(auto&&...) {}
  void codes(auto&&...) {}
  void generate(auto&&...) {}
  void interpolate(auto&&...) {}
  void features(auto&&...) {}
  void divergence(auto&&...) {}
  void report(auto&&...) {}
  void generator(auto&&...) {}
  void critic(auto&&...) {}
};

template <class Objective, class Constraint, class Experiment, class Device, bool usable>
struct TrainerOf {
  using type = Invalid;
};
template <class Objective, class Constraint, class Experiment, class Device>
struct TrainerOf<Objective, Constraint, Experiment, Device, true> {
  using type = GanTrainer<Objective, Constraint, Experiment, Device>;
};

/// Asserts the bare concepts, so that the compiler lists what an incomplete policy misses.
template <class O, class C, bool incomplete>
struct Completeness {};
template <class O, class C>
struct Completeness<O, C, true> {
  static_assert(Objective<O>);
  static_assert(Constraint<C>);
};

}  // namespace detail

/// A generative adversarial network as one type, a fully specialised trainer:
///
///     Gan<FDivergence<Pearson>, WeightClip> gan;
///     Gan<Wasserstein, GradientPenalty, Digits> digits{{.critic_steps = 5, .seed = 7}};
///
/// Errors: a composition that makes no sense does not compile, and says why in one sentence.
template <class Objective, class Constraint, class Experiment = Ring, class Device = Cpu>
class Gan : public detail::TrainerOf<Objective, Constraint, Experiment, Device,
                                     fault<Objective, Constraint, Experiment, Device>() ==
                                         Fault::none>::type {
  static constexpr Fault found = fault<Objective, Constraint, Experiment, Device>();
#define SADDLE_FAULT(name, sentence) static_assert(found != Fault::name, sentence);
  SADDLE_FAULTS(SADDLE_FAULT)
#undef SADDLE_FAULT
  static_assert(sizeof(detail::Completeness < Objective, Constraint, found == Fault::incomplete >) >
                0);

  using Base = typename detail::TrainerOf<Objective, Constraint, Experiment, Device,
                                          found == Fault::none>::type;

 public:
  using Config = typename Base::Config;

  Gan() : Gan(Config{}) {}
  explicit Gan(Config config) : Base(config) {}
};

}  // namespace saddle
