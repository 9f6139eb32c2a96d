// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/data/source.hpp>
#include <saddle/experiment/bi_toy.hpp>
#include <saddle/gan/bi_gan_config.hpp>
#include <saddle/gan/part/adversarial.hpp>
#include <saddle/gan/part/distance.hpp>
#include <saddle/gan/part/facade.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace saddle {

/// The trainer behind `BiGan`: (x, E(x)) against (G(z), z).
template <class Objective, class Constraint, class Experiment, class D>
class BiGanTrainer : public Adversarial<BiGanConfig<Objective, Constraint, Experiment>, BiGanLosses,
                                        Objective, Constraint, Experiment, D> {
  using Base = Adversarial<BiGanConfig<Objective, Constraint, Experiment>, BiGanLosses, Objective,
                           Constraint, Experiment, D>;

 public:
  using Config = BiGanConfig<Objective, Constraint, Experiment>;
  using Encoder = typename Experiment::Encoder;
  using Data = typename Encoder::Input;
  using Code = typename Encoder::Output;
  using Pair = typename Base::Critic::Input;
  using EncoderOptimizer = typename Config::EncoderOptimizer;

  /// Errors: ConfigError for a number of the configuration outside of its limits.
  explicit BiGanTrainer(const Config& config)
      : Base(config),
        encoder_(this->place("encoder"), config.encoder_optimizer, config.ema),
        encoded_(encoder_.forward_room()),
        real_(D::zeros(config.batch * Data::size)),
        data_slope_(real_),
        data_return_(real_),
        code_slope_(D::zeros(config.batch * Code::size)),
        code_return_(code_slope_) {
    if (config.regression > 0) returned_.emplace(encoder_.forward_room());
    if (config.reconstruction > 0) decoded_.emplace(model_.forward_room());
  }

  /// One step: `critic_steps` critic updates, one update of generator and encoder. If they are
  /// `alternating`, each update sees fresh pairs; otherwise the models share those of the last
  /// critic update, and learn from the critic before it. Both are the authors' program, with and
  /// without critic updates of their own.
  ///
  /// Errors: NumericError names step, network and term or parameter that is not finite.
  template <data::Source Source>
  void step(const Source& source) {
    const auto algorithm = [&] {
      for (std::size_t i = 1; i < config_.critic_steps; ++i) {
        test_.update(device_, observe(source));
      }
      Clock clock = observe(source);
      if (config_.alternating) {
        test_.update(device_, clock);
        clock = make_pairs(source);
      }
      pull(clock);
      if (!config_.alternating) test_.update(device_, clock);
      model_.update(device_, clock);
      encoder_.update(device_, clock);
    };
    this->make_step(algorithm, model_, encoded_);
  }

  /// The codes of samples, in evaluation mode. Shapes: x (n, data...) -> (n, code...).
  template <class X>
  auto encode(const X& x) {
    return encoder_.apply(device_, encoded_, x);
  }

  /// What becomes of samples on the way to codes and back. Shapes: (n, data...) -> (n, data...).
  template <class X>
  auto reconstruct(const X& x) {
    return this->generate(encode(x));
  }

  /// The number that the objective reports, on these samples with their codes and on as many fresh
  /// codes with their samples. Shapes: real (n, data...).
  template <class X>
  Estimate divergence(const X& real) {
    const auto z = this->codes(real.shape()[0], Base::estimate_codes);
    return test_.reported(this->scores(real, encode(real)), this->scores(this->generate(z), z));
  }

  auto& encoder() { return encoder_.learner(); }

  TrainingState<D> state() { return this->state_of(model_, test_, encoder_); }

  Description description() const {
    Description text = this->template describe_policies<Constraint>("bigan");
    text.emplace_back("encoder optimizer", full_name<EncoderOptimizer>());
    text.emplace_back("latent", Base::latent_text());
    describe_network<typename Base::Generator>("generator", text);
    describe_network<Encoder>("encoder", text);
    describe_network<typename Base::Critic>("critic", text);
    return text;
  }

  static constexpr std::array<std::string_view, 2> networks() { return {"generator", "encoder"}; }

 private:
  using S = Sample<Pair, D>;
  using Base::config_;
  using Base::device_;
  using Base::distance_;
  using Base::model_;
  using Base::test_;

  static S pair(Read<D> x, Read<D> z) { return {ConstBatch<Pair, D>({x, z})}; }
  S real() { return pair(ref<D>(real_), encoded_.y().ref()); }
  S fake() { return pair(model_.fakes().ref(), model_.drawn().ref()); }

  /// Fresh pairs of both sides.
  template <class Source>
  Clock make_pairs(const Source& source) {
    this->load(source, this->next_samples(), real_);
    const Clock clock = this->tick();
    model_.forward(device_, clock, config_.batch);
    encoder_.forward(device_, clock, config_.batch, ConstBatch<Data, D>(ref<D>(real_)), encoded_);
    return clock;
  }

  /// Fresh pairs, and what the critic learns of them.
  template <class Source>
  Clock observe(const Source& source) {
    const Clock clock = make_pairs(source);
    test_.accumulate(device_, clock, config_.batch, real(), fake());
    this->measure(test_.report(device_));
    return clock;
  }

  /// The gradients of generator and encoder.
  void pull(Clock clock) {
    const std::size_t n = config_.batch;
    const Write<D> dx = ref<D>(data_slope_), dz = ref<D>(code_slope_);
    const Batch<Pair, D> to_data({dx, Write<D>{}}), to_code({Write<D>{}, dz});
    this->measure("generator_loss",
                  test_.pull(device_, clock, n, Side::fake, fake(), to_data, real()));
    this->measure("encoder_loss",
                  test_.pull(device_, clock, n, Side::real, real(), to_code, fake()));
    if (config_.reconstruction > 0) reconstruct_data(dz);
    encoder_.pullback(device_, encoded_, dz);
    if (config_.regression > 0) regress(dx, dz);
    model_.pullback(device_, dx);
  }

  /// Samples that come back from their codes should be the samples that were encoded.
  void reconstruct_data(Write<D> dz) {
    const std::size_t n = config_.batch;
    const auto again = model_.forward(device_, this->tick(), n, encoded_.y(), *decoded_);
    const Write<D> dx = ref<D>(data_return_);
    this->measure("reconstruction_loss",
                  part::distance<L2>(device_, distance_, n * Data::size, config_.reconstruction, dx,
                                     again.ref(), Read<D>(ref<D>(real_))));
    const Batch<Code, D> back(ref<D>(code_return_));
    model_.pullback(device_, *decoded_, dx, back);
    add_to(device_, dz, Read<D>(back.ref()), n * Code::size);
  }

  /// Codes that come back from generated samples should be the codes that made them.
  void regress(Write<D> dx, Write<D> dz) {
    const std::size_t n = config_.batch;
    const auto again = encoder_.forward(device_, this->tick(), n, model_.fakes(), *returned_);
    this->measure("regression_loss",
                  part::distance<L2>(device_, distance_, n * Code::size, config_.regression, dz,
                                     again.ref(), model_.drawn().ref()));
    const Batch<Data, D> back(ref<D>(data_return_));
    encoder_.pullback(device_, *returned_, dz, back);
    add_to(device_, dx, Read<D>(back.ref()), n * Data::size);
  }

  Model<Encoder, EncoderOptimizer, D> encoder_;
  Forward<Encoder, D> encoded_;
  std::optional<Forward<Encoder, D>> returned_;                  // under regression
  std::optional<Forward<typename Base::Generator, D>> decoded_;  // under reconstruction
  typename D::template Buffer<typename D::Scalar> real_, data_slope_, data_return_, code_slope_,
      code_return_;
};

/// A bidirectional GAN as one type: a generator, an encoder that learns to invert it, and a critic
/// that sees samples and codes together.
///
///     BiGan<NonSaturating, Unconstrained> gan;
///     fit(gan, data::Ring{});
///     const auto again = gan.reconstruct(gan.sample(8));
///
/// Source: Donahue, Kraehenbuehl and Darrell 2017; Dumoulin et al. 2017; the loss of
/// reconstructions, Li et al. 2017 (ALICE).
/// Errors: a composition that makes no sense does not compile, and says why in one sentence.
template <class Objective, class Constraint = detail::NotGiven, class Experiment = BiToy<2>,
          class Device = Cpu>
class BiGan
    : public part::Facade<bi_gan_fault<Objective, Constraint, Experiment, Device>(), BiGanTrainer,
                          BiGanConfig, Objective, Constraint, Experiment, Device> {
 public:
  using Config = typename BiGan::Facade::Config;

  BiGan() = default;
  explicit BiGan(const Config& config) : BiGan::Facade(config) {}
};

}  // namespace saddle
