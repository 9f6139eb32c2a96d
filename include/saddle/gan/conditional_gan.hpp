// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/data/label/labelled_source.hpp>
#include <saddle/experiment/conditional_toy.hpp>
#include <saddle/gan/conditional_gan_config.hpp>
#include <saddle/gan/part/conditional.hpp>
#include <saddle/gan/part/facade.hpp>

#include <array>
#include <cstddef>
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
  using Base::critic_reads_label;

  using Base::Base;

  /// One step: `critic_steps` critic updates on fresh samples, then one model update, which is
  /// asked for the labels of the last of them.
  ///
  /// Errors: NumericError names step, network and term or parameter that is not finite.
  template <data::LabelledSource Source>
  void step(const Source& source) {
    const auto algorithm = [&] {
      for (std::size_t i = 0; i < config_.critic_steps; ++i) this->update_critic(source);
      this->update_model();
    };
    this->make_step(algorithm, model_);
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
  using Base::config_;
  using Base::model_;
  using Base::test_;
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
