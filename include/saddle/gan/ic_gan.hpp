// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/data/label/labelled_source.hpp>
#include <saddle/data/label/one_hot.hpp>
#include <saddle/experiment/ic_toy.hpp>
#include <saddle/gan/ic_gan_config.hpp>
#include <saddle/gan/part/conditional.hpp>
#include <saddle/gan/part/distance.hpp>
#include <saddle/gan/part/facade.hpp>
#include <saddle/learner/model.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace saddle {

/// The trainer behind `IcGan`: a conditional GAN; then E_z, which finds the codes of its samples,
/// and E_y, which finds the labels of real ones.
template <class Objective, class Constraint, class Experiment, class D>
class IcGanTrainer : public Conditional<IcGanConfig<Objective, Constraint, Experiment>, IcGanLosses,
                                        Objective, Constraint, Experiment, D> {
  using Base = Conditional<IcGanConfig<Objective, Constraint, Experiment>, IcGanLosses, Objective,
                           Constraint, Experiment, D>;

 public:
  using Config = IcGanConfig<Objective, Constraint, Experiment>;
  using CodeEncoder = typename Experiment::CodeEncoder;
  using LabelEncoder = typename Experiment::LabelEncoder;
  using EncoderOptimizer = typename Config::EncoderOptimizer;
  using ClassLabels = typename Base::ClassLabels;
  using Base::classes;

  /// Errors: ConfigError for a number of the configuration outside of its limits.
  explicit IcGanTrainer(const Config& config)
      : Base(config),
        code_encoder_(this->place("code encoder"), config.encoder_optimizer),
        label_encoder_(this->place("label encoder"), config.encoder_optimizer),
        code_(code_encoder_.forward_room()),
        label_(label_encoder_.forward_room()),
        code_slope_(D::zeros(config.batch * CodeEncoder::Output::size)),
        label_slope_(D::zeros(config.batch * LabelEncoder::Output::size)) {}

  /// One step: of the conditional GAN until `encoders_from`, from then on one update of both
  /// encoders, with the generator as it is then.
  ///
  /// Errors: NumericError names step, network and term or parameter that is not finite.
  template <data::LabelledSource Source>
  void step(const Source& source) {
    const auto algorithm = [&] {
      this->report_.clear();
      if (trains_encoders()) return update_encoders(source);
      for (std::size_t i = 0; i < config_.critic_steps; ++i) this->update_critic(source);
      this->update_model();
    };
    this->make_step(algorithm, model_, code_, label_);
  }

  /// Whether the next step is one of the encoders.
  bool trains_encoders() const {
    return static_cast<double>(this->report_.step) >=
           config_.encoders_from * static_cast<double>(config_.steps);
  }

  /// The codes of samples, in evaluation mode. Shapes: x (n, data...) -> (n, code...).
  template <class X>
  auto encode(const X& x) {
    return code_encoder_.apply(device_, code_, x);
  }

  /// The likeliest labels of samples. Shapes: x (n, data...) -> (n).
  template <class X>
  ClassLabels labels_of(const X& x) {
    return data::likeliest(label_encoder_.apply(device_, label_, x));
  }

  /// Samples as samples of domain number `label` each: their codes with other labels.
  /// Shapes: x (n, data...), labels (n) -> (n, data...).
  ///
  /// Errors: ConfigError for another number of labels, or one that is no domain.
  template <class X>
  auto translate(const X& x, const ClassLabels& labels) {
    return this->generate(encode(x), labels);
  }
  template <class X>
  auto translate(const X& x, int label) {
    return translate(x, ClassLabels({x.shape()[0]}, label));
  }

  /// What becomes of samples on the way to codes and labels and back.
  /// Shapes: (n, data...) -> (n, data...).
  template <class X>
  auto reconstruct(const X& x) {
    return translate(x, labels_of(x));
  }

  auto& code_encoder() { return code_encoder_.learner(); }
  auto& label_encoder() { return label_encoder_.learner(); }

  TrainingState<D> state() { return this->state_of(model_, test_, code_encoder_, label_encoder_); }

  Description description() const {
    Description text = this->template describe_policies<Constraint>("icgan");
    text.emplace_back("encoder optimizer", full_name<EncoderOptimizer>());
    text.emplace_back("latent", Base::latent_text());
    describe_network<typename Base::Generator>("generator", text);
    describe_network<typename Base::Critic>("critic", text);
    describe_network<CodeEncoder>("code encoder", text);
    describe_network<LabelEncoder>("label encoder", text);
    return text;
  }

  static constexpr std::array<std::string_view, 3> networks() {
    return {"generator", "code encoder", "label encoder"};
  }

 private:
  using Base::config_;
  using Base::device_;
  using Base::distance_;
  using Base::model_;
  using Base::test_;

  template <class Source>
  void update_encoders(const Source& source) {
    const Clock clock = this->tick();
    this->load_labelled(source);
    const auto label = this->labels_.one_hot();
    const auto fake = model_.evaluate(device_, clock, config_.batch, label.ref());
    this->measure("code_loss",
                  learn(clock, code_encoder_, code_, fake, model_.drawn(), code_slope_));
    const ConstBatch<typename Base::Data, D> x(ref<D>(this->real_));
    this->measure("label_loss", learn(clock, label_encoder_, label_, x, label, label_slope_));
  }

  /// One update of an encoder, by the mean square of what it misses; returns that.
  template <class Encoder, class Kept, class X, class Y, class Buffer>
  Slot<D> learn(Clock clock, Encoder& encoder, Kept& kept, X x, Y y, Buffer& buffer) {
    using Out = typename Encoder::Output;
    const std::size_t n = config_.batch;
    const auto found = encoder.forward(device_, clock, n, x, kept);
    const Batch<Out, D> slope(ref<D>(buffer));
    const Slot<D> loss = part::distance<L2>(device_, distance_, n * Out::size, 1, slope.ref(),
                                            Read<D>(found.ref()), y.ref());
    encoder.pullback(device_, kept, slope);
    encoder.update(device_, clock);
    return loss;
  }

  Model<CodeEncoder, EncoderOptimizer, D> code_encoder_;
  Model<LabelEncoder, EncoderOptimizer, D> label_encoder_;
  Forward<CodeEncoder, D> code_;
  Forward<LabelEncoder, D> label_;
  typename D::template Buffer<typename D::Scalar> code_slope_, label_slope_;
};

/// An invertible conditional GAN as one type: samples are edited by finding their code and label,
/// changing the label, and generating again.
///
///     IcGan<NonSaturating, R1> gan;
///     fit(gan, data::Ring{});                       // labels 0 ... 7
///     const auto moved = gan.translate(points, 3);
///
/// Source: Perarnau et al. 2016.
/// Errors: a composition that makes no sense does not compile, and says why in one sentence.
template <class Objective, class Constraint = detail::NotGiven, class Experiment = IcToy<2, 8>,
          class Device = Cpu>
class IcGan
    : public part::Facade<ic_gan_fault<Objective, Constraint, Experiment, Device>(), IcGanTrainer,
                          IcGanConfig, Objective, Constraint, Experiment, Device> {
 public:
  using Config = typename IcGan::Facade::Config;

  IcGan() = default;
  explicit IcGan(const Config& config) : IcGan::Facade(config) {}
};

}  // namespace saddle
