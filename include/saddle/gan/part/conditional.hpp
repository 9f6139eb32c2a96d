// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/data/label/labelled_source.hpp>
#include <saddle/data/label/one_hot.hpp>
#include <saddle/gan/part/adversarial.hpp>
#include <saddle/gan/part/labels.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace saddle {

/// An adversarial formulation whose generator reads a label beside its code: samples of classes
/// that one asks for. Its critic reads the label too, or tells it in a second head.
///
/// `Config` has, beside what `Adversarial` asks, reuse_fakes, mismatched and class_weight.
template <class Config, class Losses, class Objective, class Constraint, class Experiment, class D>
class Conditional : public Adversarial<Config, Losses, Objective, Constraint, Experiment, D> {
  using Base = Adversarial<Config, Losses, Objective, Constraint, Experiment, D>;

 public:
  using Data = typename Base::Data;
  using Samples = typename Base::Samples;
  using Codes = typename Base::Codes;
  using ClassLabels = Tensor<int, 1>;  // (n)
  static constexpr std::size_t classes = Base::Generator::Input::template Part<1>::size;
  static constexpr bool critic_reads_label = Base::Critic::Input::components == 2;

  /// Errors: ConfigError for a number of the configuration outside of its limits.
  explicit Conditional(const Config& config)
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

  /// The first half of a step: one critic update on fresh samples and as many fakes of the same
  /// labels. Of the fakes, the samples with wrong labels have the share `mismatched`.
  ///
  /// Errors: NumericError names network and term or parameter that is not finite; ConfigError for a
  ///         label that is no class.
  template <data::LabelledSource Source>
  CriticReport update_critic(const Source& source) {
    const Clock clock = this->tick();
    const std::size_t n = config_.batch;
    load_labelled(source);
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
  /// Errors: NumericError as `update_critic`.
  double update_model() {
    const Clock clock = this->tick();
    if (!config_.reuse_fakes) make(clock);
    const Write<D> slope = ref<D>(slope_);
    std::array<Write<D>, Pair::components> to{slope};
    this->measure("generator_loss", test_.pull(device_, clock, config_.batch, Side::fake, fake(),
                                               Batch<Pair, D>(to), real()));
    model_.pullback(device_, slope);
    model_.update(device_, clock);
    return this->report_["generator_loss"];
  }

  /// `n` samples of all classes in turn, from codes number `first` on of a fixed row; `labels` says
  /// which. Shapes: (n, data...).
  Samples sample(std::size_t n, std::size_t first = 0) {
    return generate(this->codes(n, first), labels(n, first));
  }

  /// The labels of `sample(n, first)`. Shapes: (n).
  static ClassLabels labels(std::size_t n, std::size_t first = 0) {
    ClassLabels result = ClassLabels::from_shape({n});
    for (std::size_t i = 0; i < n; ++i) result(i) = static_cast<int>((first + i) % classes);
    return result;
  }

  /// `n` samples of one class, from codes number `first` on. Shapes: (n, data...).
  ///
  /// Errors: ConfigError for a label that is no class.
  Samples sample_class(int label, std::size_t n, std::size_t first = 0) {
    return generate(this->codes(n, first), ClassLabels({n}, label));
  }

  /// `n` codes, from number `first` on, each with every class: as a grid of `classes` columns it
  /// shows what a label changes. Shapes: (n * classes, data...), code by code.
  Samples class_grid(std::size_t n, std::size_t first = 0) {
    const Codes z = this->codes(n, first);
    Codes each = Codes::from_shape({n * classes, z.shape(1)});
    for (std::size_t i = 0; i < each.shape(0); ++i) {
      std::copy_n(&z(i / classes, 0), z.shape(1), &each(i, 0));
    }
    return generate(each, labels(n * classes));
  }

  /// The samples of codes and labels of one's own, in evaluation mode.
  /// Shapes: z (n, numbers of a code), labels (n) -> (n, data...).
  ///
  /// Errors: ConfigError for codes of another size, a number that is not finite, another number of
  ///         labels, or a label that is no class.
  Samples generate(const Codes& z, const ClassLabels& labels) {
    return this->model_.generate(this->device_, z, one_hot(labels, z.shape()[0]));
  }

  /// The critic's mean score of every sample with its label. Shapes: x (n, data...), labels (n).
  template <class X>
  Tensor<double, 1> scores(const X& x, const ClassLabels& labels)
    requires(critic_reads_label)
  {
    return Base::scores(x, one_hot(labels, x.shape()[0]));
  }
  template <class X>
  Tensor<double, 1> scores(const X& x)
    requires(!critic_reads_label)
  {
    return Base::scores(x);
  }

  /// What another program needs to draw the codes and labels of `sample`, field by field.
  Description code_description() const {
    Description text = Base::code_description();
    text.emplace_back("labels", std::string("one-hot behind the code, class i % ") +
                                    std::to_string(classes) + " for code i");
    return text;
  }

  /// Errors: ConfigError if the source's samples have another shape, or it has other classes.
  template <data::LabelledSource Source>
  static void check(const Source& source) {
    Base::check(source);
    data::require_classes(source, classes);
  }

 protected:
  using Labels = part::Labels<classes, D>;
  using Base::config_;
  using Base::device_;
  using Base::model_;
  using Base::test_;

  /// Fresh samples and their labels.
  template <class Source>
  void load_labelled(const Source& source) {
    const std::uint64_t first = this->next_samples();
    this->load(source, first, real_);
    labels_.real(device_, source, config_.batch, config_.seed, first);
  }

  /// Fakes of fresh codes with the labels of the samples.
  void make(Clock clock) { model_.forward(device_, clock, config_.batch, labels_.one_hot().ref()); }

  /// Shapes: labels (n) -> (n, classes).
  static Tensor<typename D::Scalar, 2> one_hot(const ClassLabels& labels, std::size_t n) {
    data::require_labels(labels.size(), n);
    auto rows = Tensor<typename D::Scalar, 2>::from_shape({labels.size(), classes});
    data::one_hot(rows.data(), std::span<const int>(labels.data(), labels.size()), classes);
    return rows;
  }

  Labels labels_, wrong_;
  typename D::template Buffer<typename D::Scalar> real_, slope_;

 private:
  using Pair = typename Base::Critic::Input;  // the sample alone where a class head tells the label
  using S = Sample<Pair, D>;

  static S labelled(Read<D> x, Labels& labels) {
    const Read<D> label = labels.one_hot().ref();
    if constexpr (critic_reads_label) return {ConstBatch<Pair, D>({x, label})};
    else return {ConstBatch<Pair, D>(x), 1, label};
  }
  S real() { return labelled(ref<D>(real_), labels_); }
  S fake() { return labelled(model_.fakes().ref(), labels_); }
};

}  // namespace saddle
