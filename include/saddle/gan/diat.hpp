// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/adversary/adversary.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/text/name.hpp>
#include <saddle/data/require_shape.hpp>
#include <saddle/experiment/diat_toy.hpp>
#include <saddle/gan/diat_config.hpp>
#include <saddle/gan/part/distance.hpp>
#include <saddle/gan/part/facade.hpp>
#include <saddle/gan/part/formulation.hpp>
#include <saddle/gan/part/frozen.hpp>
#include <saddle/learner/model.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace saddle {

/// The trainer behind `Diat`: G(x) against y, where features of G(x) stay those of x.
template <class Objective, class Constraint, class Experiment, class D>
class DiatTrainer
    : public Formulation<DiatConfig<Objective, Constraint, Experiment>, DiatLosses, D> {
  using Base = Formulation<DiatConfig<Objective, Constraint, Experiment>, DiatLosses, D>;

 public:
  using Config = DiatConfig<Objective, Constraint, Experiment>;
  using Generator = typename Experiment::Generator;
  using Critic = typename Experiment::Critic;
  using First = typename Generator::Input;
  using Second = typename Generator::Output;
  using GeneratorOptimizer = typename Config::GeneratorOptimizer;
  static constexpr std::size_t feature_layers = detail::feature_layers<Experiment>;
  using Features = part::Frozen<typename Experiment::Features, D, feature_layers>;

  /// Errors: ConfigError for a number of the configuration outside of its limits, or without a file
  ///         of features; DataError and FileError for a file that is none of this network.
  explicit DiatTrainer(const Config& config)
      : Base(config),
        model_(this->place("generator"), config.generator_optimizer, config.ema),
        test_(this->place("critic"),
              {config.objective, config.constraint, config.critic_optimizer}),
        features_(this->place("features"), file_of(config)),
        made_(model_.forward_room()),
        before_(features_.forward_room()),
        after_(features_.forward_room()),
        from_(D::zeros(config.batch * First::size)),
        real_(from_),
        pull_(from_),
        sent_(from_),
        feature_slope_(D::zeros(config.batch * Features::Output::size)) {}

  /// One step: `critic_steps` critic updates on fresh samples of both domains, then one model
  /// update on the last of them.
  ///
  /// Errors: NumericError names step, network and term or parameter that is not finite.
  template <class Source>
  void step(const Source& source) {
    const auto algorithm = [&] {
      for (std::size_t i = 0; i < config_.critic_steps; ++i) update_critic(source);
      update_model();
    };
    this->make_step(algorithm, made_);
  }

  /// Samples of the first domain as samples of the second, in evaluation mode.
  /// Shapes: (n, data...) -> (n, data...).
  template <class X>
  auto to_second(const X& x) {
    return model_.apply(device_, made_, x);
  }

  /// Errors: ConfigError if one of the sources has another shape.
  template <class Source>
  static void check(const Source& source) {
    data::require_shape(source.first, First::extents);
    data::require_shape(source.second, Second::extents);
  }

  auto& generator() { return model_.learner(); }
  auto& critic() { return test_.learner(); }

  TrainingState<D> state() { return this->state_of(model_, test_); }

  Description description() const {
    Description text = this->template describe_policies<Constraint>("diat");
    describe_network<Generator>("generator", text);
    describe_network<Critic>("critic", text);
    features_.describe(text);
    return text;
  }

  static constexpr std::array<std::string_view, 1> networks() { return {"generator"}; }

 private:
  using Base::config_;
  using Base::device_;
  using Base::distance_;

  static const std::string& file_of(const Config& config) {
    if (!config.features.empty()) return config.features;
    throw ConfigError("features", "the file of a network whose features translations keep", "none");
  }

  template <class Source>
  void update_critic(const Source& source) {
    const Clock clock = this->tick();
    const std::size_t n = config_.batch;
    const std::uint64_t first = this->next_samples();
    this->template load<0>(source, first, from_);
    this->template load<1>(source, first, real_);
    model_.forward(device_, clock, n, x(), made_);
    test_.observe(device_, clock, n, {y()}, {made_.y()});
    this->measure(test_.report(device_));
  }

  void update_model() {
    const Clock clock = this->tick();
    const std::size_t n = config_.batch;
    const Batch<Second, D> pull(ref<D>(pull_)), sent(ref<D>(sent_));
    this->measure("generator_loss",
                  test_.pull(device_, clock, n, Side::fake, {made_.y()}, pull, {y()}));
    const auto kept = features_.forward(device_, n, x(), before_);
    const auto found = features_.forward(device_, n, made_.y(), after_);
    const Batch<typename Features::Output, D> slope(ref<D>(feature_slope_));
    this->measure(
        "identity_loss",
        part::distance<L2>(device_, distance_, n * Features::Output::size, config_.identity,
                           slope.ref(), Read<D>(found.ref()), Read<D>(kept.ref())));
    features_.pullback(device_, after_, slope, sent);
    add_to(device_, pull.ref(), Read<D>(sent.ref()), n * Second::size);
    model_.pullback(device_, made_, pull);
    model_.update(device_, clock);
  }

  ConstBatch<First, D> x() { return ConstBatch<First, D>(ref<D>(from_)); }
  ConstBatch<Second, D> y() { return ConstBatch<Second, D>(ref<D>(real_)); }

  Model<Generator, GeneratorOptimizer, D> model_;
  Adversary<Objective, Constraint, Critic, typename Config::CriticOptimizer, None, D> test_;
  Features features_;
  Forward<Generator, D> made_;
  typename Features::Kept before_, after_;
  typename D::template Buffer<typename D::Scalar> from_, real_, pull_, sent_, feature_slope_;
};

/// Translation from any domain to one as one type: a generator, a critic of the domain where it
/// leads, and frozen features that a translation has to keep.
///
///     Diat<NonSaturating, R1> gan{{.features = "classifier.safetensors"}};
///     const data::Domains domains{data::Ring{}, data::TwoMoons{}};
///     fit(gan, domains);
///     const auto moons = gan.to_second(points);
///
/// Source: Li, Zuo and Zhang 2016; its adversarial and identity losses.
/// Errors: a composition that makes no sense does not compile, and says why in one sentence.
template <class Objective, class Constraint = detail::NotGiven, class Experiment = DiatToy<2>,
          class Device = Cpu>
class Diat
    : public part::Facade<diat_fault<Objective, Constraint, Experiment, Device>(), DiatTrainer,
                          DiatConfig, Objective, Constraint, Experiment, Device> {
 public:
  using Config = typename Diat::Facade::Config;

  explicit Diat(const Config& config) : Diat::Facade(config) {}
};

}  // namespace saddle
