// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/adversary/adversary.hpp>
#include <saddle/constraint/concept.hpp>
#include <saddle/core/describe/describe.hpp>
#include <saddle/core/device.hpp>
#include <saddle/core/shape.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/gan/gan_config.hpp>
#include <saddle/gan/part/report.hpp>
#include <saddle/learner/training_state.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace saddle::detail {

/// Takes any initialiser.
struct Anything {
  constexpr Anything(auto&&...) {}
};

/// The config of a trainer that cannot be: the formulation's own as far as the constraint is one.
template <template <class, class, class> class ConfigOf, class O, class C, class E>
struct StandInConfig {
  struct type {  // the fields of Gan's config, in its order
    std::uint64_t steps = 0;
    std::size_t batch = 0, critic_steps = 0, critic_warmup = 0;
    bool reuse_fakes = false;
    std::uint64_t seed = 0;
    Anything constraint{}, critic_optimizer{}, generator_optimizer{};
    LearningRateDecay schedule{};
    Ema ema{};
    Anything objective{};

    SADDLE_DESCRIBE(type, steps, batch, critic_steps, critic_warmup, reuse_fakes, seed);
  };
};
template <template <class, class, class> class ConfigOf, class O, Constraint C, class E>
struct StandInConfig<ConfigOf, O, C, E> {
  using type = ConfigOf<O, C, E>;
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

/// Losses of any name.
struct AnyReport {
  std::uint64_t step = 0;
  double operator[](std::string_view) const { return 0; }
  operator Measurement() const& { return {step, {}, {}}; }
};

/// Stands in for a trainer that cannot be: it has all that a program says to a trainer, so that a
/// wrong composition is one error and not many.
template <class ConfigType, class Experiment>
class StandIn {
  using Shape = typename SampleShape<Experiment>::type;

 public:
  using Config = ConfigType;
  using Samples = Tensor<float, Shape::rank + 1>;

  static constexpr bool takes_any_source = true;

  explicit StandIn(const Config& config) : config_(config) {}
  void step(const auto&) {}
  CriticReport update_critic(const auto&) { return {}; }
  double update_model() { return 0; }
  Samples sample(std::size_t, std::size_t = 0) { return {}; }
  Tensor<float, 2> codes(std::size_t, std::size_t = 0) { return {}; }
  Samples generate(const auto&) { return {}; }
  Samples generate(const auto&, const auto&) { return {}; }
  Samples interpolate(std::size_t, std::size_t, std::size_t) { return {}; }
  Samples sample_class(int, std::size_t, std::size_t = 0) { return {}; }
  Samples class_grid(std::size_t, std::size_t = 0) { return {}; }
  Tensor<int, 1> labels(std::size_t, std::size_t = 0) { return {}; }
  Tensor<float, 2> encode(const auto&) { return {}; }
  Samples reconstruct(const auto&) { return {}; }
  Samples to_first(const auto&) { return {}; }
  Samples to_second(const auto&) { return {}; }
  Tensor<float, 2> features(const auto&...) { return {}; }
  Tensor<double, 1> scores(const auto&...) { return {}; }
  Tensor<double, 1> score_slopes(const auto&...) { return {}; }
  Estimate divergence(const auto&...) { return {}; }
  static void check(const auto&) {}
  static constexpr auto data_shape() { return Shape::extents; }
  std::uint64_t steps() const { return 0; }
  void plan(std::uint64_t) {}
  const AnyReport& report() const { return report_; }
  const Config& config() const { return config_; }
  StandIn& generator() { return *this; }
  StandIn& critic() { return *this; }
  TrainingState<Cpu> state() { return {}; }
  static constexpr std::array<std::string_view, 1> networks() { return {}; }
  Description configuration() const { return {}; }
  static Description description() { return {}; }

 private:
  AnyReport report_;
  Config config_;
};

}  // namespace saddle::detail
