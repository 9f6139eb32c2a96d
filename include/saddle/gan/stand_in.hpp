// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/constraint/concept.hpp>
#include <saddle/core/describe/describe.hpp>
#include <saddle/core/device.hpp>
#include <saddle/core/shape.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/experiment/recipe.hpp>
#include <saddle/gan/trainer.hpp>
#include <saddle/learner/training_state.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace saddle::detail {

/// Takes any initialiser.
struct Anything {
  constexpr Anything(auto&&...) {}
};

/// The types of a trainer's config, as far as the constraint is one.
template <class C, class E>
struct ConfigTypes {
  using Constraint = Anything;
  using CriticOptimizer = Anything;
  using GeneratorOptimizer = Anything;
};
template <Constraint C, class E>
struct ConfigTypes<C, E> {
  using Constraint = C;
  using CriticOptimizer = typename CriticOptimizerOf<C, E>::type;
  using GeneratorOptimizer = typename GeneratorOptimizerOf<C, E>::type;
};

/// The shape of an experiment's samples, as far as it has one.
template <class E>
struct SampleShape {
  using type = Shape<1>;
};
template <class E>
  requires SingleValue<typename E::Critic::Input>
struct SampleShape<E> {
  using type = typename E::Critic::Input;
};

/// Stands in for a trainer that cannot be: it has all that a program says to a trainer, so that a
/// wrong composition is one error and not many.
template <class ConstraintType, class Experiment>
class StandIn {
  using Shape = typename SampleShape<Experiment>::type;
  using Types = ConfigTypes<ConstraintType, Experiment>;

 public:
  using Samples = Tensor<float, Shape::rank + 1>;

  struct Config {  // the fields of a trainer's config, in its order
    std::uint64_t steps = 0;
    std::size_t batch = 0, critic_steps = 0, critic_warmup = 0;
    bool reuse_fakes = false;
    std::uint64_t seed = 0;
    typename Types::Constraint constraint{};
    typename Types::CriticOptimizer critic_optimizer{};
    typename Types::GeneratorOptimizer generator_optimizer{};
    LinearDecay schedule{};
    Ema ema{};
    Anything objective{};

    SADDLE_DESCRIBE(Config, steps, batch, critic_steps, critic_warmup, reuse_fakes, seed);
  };

  explicit StandIn(Config) {}
  void step(const auto&) {}
  CriticReport update_critic(const auto&) { return {}; }
  double update_model() { return 0; }
  Samples sample(std::size_t, std::size_t = 0) { return {}; }
  Tensor<float, 2> codes(std::size_t, std::size_t = 0) { return {}; }
  Samples generate(const auto&) { return {}; }
  Samples interpolate(std::size_t, std::size_t, std::size_t) { return {}; }
  Tensor<float, 2> features(const auto&) { return {}; }
  Tensor<double, 1> scores(const auto&) { return {}; }
  Tensor<double, 1> score_slopes(const auto&) { return {}; }
  Estimate divergence(const auto&) { return {}; }
  static constexpr auto data_shape() { return Shape::extents; }
  std::uint64_t steps() const { return 0; }
  void plan(std::uint64_t) {}
  const GanReport& report() const { return report_; }
  const Config& config() const { return config_; }
  StandIn& generator() { return *this; }
  StandIn& critic() { return *this; }
  TrainingState<Cpu> state() { return {}; }
  Description configuration() const { return {}; }
  static Description description() { return {}; }

 private:
  GanReport report_;
  Config config_;
};

}  // namespace saddle::detail
