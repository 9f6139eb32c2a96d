// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/data/source.hpp>
#include <saddle/gan/gan_config.hpp>
#include <saddle/gan/part/adversarial.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace saddle {

/// The trainer behind `Gan`: real samples against G(z), the lecture's alternating algorithm.
template <class Objective, class Constraint, class Experiment, class D>
class GanTrainer : public Adversarial<GanConfig<Objective, Constraint, Experiment>, GanLosses,
                                      Objective, Constraint, Experiment, D> {
  using Base = Adversarial<GanConfig<Objective, Constraint, Experiment>, GanLosses, Objective,
                           Constraint, Experiment, D>;

 public:
  using Config = GanConfig<Objective, Constraint, Experiment>;
  using Data = typename Base::Data;

  /// Errors: ConfigError for a number of the configuration outside of its limits.
  explicit GanTrainer(const Config& config)
      : Base(config),
        real_(D::zeros(config.batch * Data::size)),
        slope_(D::zeros(config.batch * Data::size)) {}

  /// One step of the algorithm: `critic_steps` critic updates on fresh samples, one model update.
  ///
  /// Errors: NumericError names step, network and term or parameter that is not finite.
  template <data::Source Source>
  void step(const Source& source) {
    const auto algorithm = [&] {
      const bool first = report_.step == 0;
      const std::size_t updates = config_.critic_steps + (first ? config_.critic_warmup : 0);
      for (std::size_t i = 0; i < updates; ++i) update_critic(source);
      update_model();
    };
    this->make_step(algorithm, model_);
  }

  /// The first half of a step: one critic update on fresh samples.
  ///
  /// Errors: NumericError names the term or parameter that is not finite.
  template <data::Source Source>
  CriticReport update_critic(const Source& source) {
    const Clock clock = this->tick();
    const std::size_t n = config_.batch;
    this->load(source, this->next_samples(), real_);
    test_.observe(device_, clock, n, {ConstBatch<Data, D>(ref<D>(real_))},
                  {model_.forward(device_, clock, n)});
    const CriticReport report = test_.report(device_);
    this->measure(report);
    return report;
  }

  /// The second half of a step: one model update against the critic; returns the model's loss.
  ///
  /// Errors: NumericError if the loss or a parameter is not finite.
  double update_model() {
    const Clock clock = this->tick();
    const std::size_t n = config_.batch;
    if (!config_.reuse_fakes) model_.forward(device_, clock, n);
    const Batch<Data, D> slope(ref<D>(slope_));
    const Sample<Data, D> real{ref<D>(real_)};
    this->measure("generator_loss",
                  test_.pull(device_, clock, n, Side::fake, {model_.fakes()}, slope, real));
    model_.pullback(device_, slope);
    model_.update(device_, clock);
    return report_["generator_loss"];
  }

  /// The number that the objective reports (a variational bound or a distance), on these real
  /// samples and as many fresh samples of the model. Shapes: real (n, data...).
  template <class X>
  Estimate divergence(const X& real) {
    const auto fake = this->sample(real.shape()[0], Base::estimate_codes);
    return test_.reported(this->scores(real), this->scores(fake));
  }

  /// The one list behind saving, loading and undoing; valid as long as the trainer stays in place.
  TrainingState<D> state() { return this->state_of(model_, test_); }

  /// What such a state belongs to, field by field: a checkpoint of another composition or another
  /// architecture differs in one of them.
  Description description() const {
    Description text{{"objective", chosen_name(config_.objective)},
                     {"constraint", full_name<Constraint>()},
                     {"critic optimizer", full_name<typename Base::CriticOptimizer>()},
                     {"generator optimizer", full_name<typename Base::GeneratorOptimizer>()},
                     {"latent", Base::latent_text()},
                     {"scalar", Base::scalar_name()}};
    describe_network<typename Base::Generator>("generator", text);
    describe_network<typename Base::Critic>("critic", text);
    return text;
  }

  /// The networks that have files of their own, first the one that samples.
  static constexpr std::array<std::string_view, 1> networks() { return {"generator"}; }

 private:
  using Base::config_;
  using Base::device_;
  using Base::model_;
  using Base::report_;
  using Base::test_;
  typename D::template Buffer<typename D::Scalar> real_, slope_;
};

}  // namespace saddle
