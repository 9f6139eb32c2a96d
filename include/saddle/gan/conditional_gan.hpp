// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/data/label/labelled_source.hpp>
#include <saddle/experiment/conditional_toy.hpp>
#include <saddle/gan/conditional_gan_config.hpp>
#include <saddle/gan/part/conditional.hpp>
#include <saddle/gan/part/facade.hpp>
#include <saddle/gan/part/labels.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace saddle {

/// The trainer behind `ConditionalGan`: (x, y) against (G(z, y), y); or x against G(z, y), and a
/// class head that tells y.
template <class Objective, class Constraint, class Experiment, class D>
class ConditionalGanTrainer
    : public Conditional<ConditionalGanConfig<Objective, Constraint, Experiment>,
                         ConditionalGanLosses, Objective, Constraint, Experiment, D> {
  using Base = Conditional<ConditionalGanConfig<Objective, Constraint, Experiment>,
                           ConditionalGanLosses, Objective, Constraint, Experiment, D>;

 public:
  using Config = ConditionalGanConfig<Objective, Constraint, Experiment>;
  using Data = typename Base::Data;
  using Base::classes, Base::critic_reads_label;

  /// Errors: ConfigError for a number of the configuration outside of its limits.
  explicit ConditionalGanTrainer(const Config& config)
      : Base(config,
             {config.objective, config.constraint, config.critic_optimizer, config.class_weight,
              critic_reads_label ? 1U : 0U},
             config.mismatched > 0 ? 1 : 0),
        labels_(config.batch),
        wrong_(config.batch),
        real_(D::zeros(config.batch * Data::size)),
        slope_(real_) {
    if (!critic_reads_label && config.mismatched > 0) {
      throw ConfigError("mismatched", "0, for the critic reads no label",
                        std::to_string(config.mismatched));
    }
  }

  /// One step: `critic_steps` critic updates on fresh samples, then one model update, which is
  /// asked for the labels of the last of them.
  ///
  /// Errors: NumericError names step, network and term or parameter that is not finite.
  template <data::LabelledSource Source>
  void step(const Source& source) {
    const auto algorithm = [&] {
      for (std::size_t i = 0; i < config_.critic_steps; ++i) update_critic(source);
      update_model();
    };
    this->make_step(algorithm, model_);
  }

  /// The first half of a step: one critic update on fresh samples and as many fakes of the same
  /// labels. Of the fakes, the samples with wrong labels have the share `mismatched`.
  ///
  /// Errors: NumericError as `step`; ConfigError for a label that is no class.
  template <data::LabelledSource Source>
  CriticReport update_critic(const Source& source) {
    const Clock clock = this->tick();
    const std::size_t n = config_.batch;
    const std::uint64_t first = this->next_samples();
    this->load(source, first, real_);
    labels_.real(device_, source, n, config_.seed, first);
    make(clock);
    if (config_.mismatched > 0) {
      wrong_.wrong(device_, labels_, n, clock.draw(random::Stream::label));
      S mismatched = labelled(ref<D>(real_), wrong_);
      S made = fake();
      mismatched.weight = config_.mismatched;
      made.weight = 1 - config_.mismatched;
      test_.observe(device_, clock, n, real(), made, mismatched);
    } else {
      S made = fake();
      made.target = {};  // a class head learns from real samples alone
      test_.observe(device_, clock, n, real(), made);
    }
    const CriticReport report = test_.report(device_);
    this->measure(report);
    this->measure("class_loss", report.auxiliary);
    return report;
  }

  /// The second half of a step: one model update against the critic; returns the model's loss.
  ///
  /// Errors: NumericError as `step`.
  double update_model() {
    const Clock clock = this->tick();
    if (!config_.reuse_fakes) make(clock);
    const Write<D> slope = ref<D>(slope_);
    std::array<Write<D>, Pair::components> to{slope};
    this->measure("generator_loss", test_.pull(device_, clock, config_.batch, Side::fake, fake(),
                                               Batch<Pair, D>(to), real()));
    model_.pullback(device_, slope);
    model_.update(device_, clock);
    return report_["generator_loss"];
  }

  /// The number that the objective reports, on these samples with their labels and on as many fresh
  /// samples of the same labels. Shapes: real (n, data...), labels (n).
  template <class X>
  Estimate divergence(const X& real, const typename Base::ClassLabels& labels) {
    const auto fake = this->generate(this->codes(labels.size(), Base::estimate_codes), labels);
    if constexpr (critic_reads_label) {
      return test_.reported(this->scores(real, labels), this->scores(fake, labels));
    } else {
      return test_.reported(this->scores(real), this->scores(fake));
    }
  }

  TrainingState<D> state() { return this->state_of(model_, test_); }

  Description description() const {
    Description text = this->template describe_policies<Constraint>("cgan");
    text.emplace_back("latent", Base::latent_text());
    describe_network<typename Base::Generator>("generator", text);
    describe_network<typename Base::Critic>("critic", text);
    return text;
  }

  static constexpr std::array<std::string_view, 1> networks() { return {"generator"}; }

 private:
  using Pair = typename Base::Critic::Input;  // the sample alone where a class head tells the label
  using S = Sample<Pair, D>;
  using Labels = part::Labels<classes, D>;
  using Base::config_;
  using Base::device_;
  using Base::model_;
  using Base::report_;
  using Base::test_;

  static S labelled(Read<D> x, Labels& labels) {
    const Read<D> label = labels.one_hot().ref();
    if constexpr (critic_reads_label) return {ConstBatch<Pair, D>({x, label})};
    else return {ConstBatch<Pair, D>(x), 1, label};
  }
  S real() { return labelled(ref<D>(real_), labels_); }
  S fake() { return labelled(model_.fakes().ref(), labels_); }

  /// Fakes of fresh codes with the labels of the samples.
  void make(Clock clock) { model_.forward(device_, clock, config_.batch, labels_.one_hot().ref()); }

  Labels labels_, wrong_;
  typename D::template Buffer<typename D::Scalar> real_, slope_;
};

/// A conditional GAN as one type: a generator that is asked for a class, and a critic that looks at
/// the class of what it sees.
///
///     ConditionalGan<Hinge, SpectralNorm, ConditionalToy<2, 8>> gan;
///     fit(gan, data::Ring{});  // labels 0 ... 7
///     const auto samples = gan.sample_class(3, 100);
///
/// Source: Mirza and Osindero 2014; with a class head Odena et al. 2017, trained on real samples.
/// Errors: a composition that makes no sense does not compile, and says why in one sentence.
template <class Objective, class Constraint = detail::NotGiven,
          class Experiment = ConditionalToy<2, 8>, class Device = Cpu>
class ConditionalGan
    : public part::Facade<conditional_gan_fault<Objective, Constraint, Experiment, Device>(),
                          ConditionalGanTrainer, ConditionalGanConfig, Objective, Constraint,
                          Experiment, Device> {
 public:
  using Config = typename ConditionalGan::Facade::Config;

  ConditionalGan() = default;
  explicit ConditionalGan(const Config& config) : ConditionalGan::Facade(config) {}
};

}  // namespace saddle
