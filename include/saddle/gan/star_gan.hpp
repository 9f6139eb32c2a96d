// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/adversary/adversary.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/data/label/labelled_source.hpp>
#include <saddle/data/require_shape.hpp>
#include <saddle/experiment/star_toy.hpp>
#include <saddle/gan/part/distance.hpp>
#include <saddle/gan/part/facade.hpp>
#include <saddle/gan/part/formulation.hpp>
#include <saddle/gan/part/labels.hpp>
#include <saddle/gan/star_gan_config.hpp>
#include <saddle/learner/model.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace saddle {

/// The trainer behind `StarGan`: x of domain c against G(x, c'), whose domain a class head tells;
/// and G(G(x, c'), c) against x.
template <class Objective, class Constraint, class Experiment, class D>
class StarGanTrainer
    : public Formulation<StarGanConfig<Objective, Constraint, Experiment>, StarGanLosses, D> {
  using Base = Formulation<StarGanConfig<Objective, Constraint, Experiment>, StarGanLosses, D>;

 public:
  using Config = StarGanConfig<Objective, Constraint, Experiment>;
  using Generator = typename Experiment::Generator;
  using Critic = typename Experiment::Critic;
  using Data = typename Generator::Output;
  using GeneratorOptimizer = typename Config::GeneratorOptimizer;
  using Test =
      Adversary<Objective, Constraint, Critic, typename Config::CriticOptimizer, CrossEntropy, D>;
  static constexpr std::size_t classes = Test::Head::classes;
  static constexpr std::size_t label_size = Generator::Input::template Part<1>::size;
  static constexpr std::size_t sets = label_size > classes ? label_size - classes : 1;

  /// Errors: ConfigError for a number of the configuration outside of its limits.
  explicit StarGanTrainer(const Config& config)
      : Base(config),
        model_(this->place("generator"), config.generator_optimizer, config.ema),
        test_(this->place("critic"),
              {config.objective, config.constraint, config.critic_optimizer, config.class_weight}),
        made_(model_.forward_room()),
        returned_(model_.forward_room()),
        own_(config.batch),
        wanted_(config.batch),
        real_(D::zeros(config.batch * Data::size)),
        slope_(real_),
        pull_(real_),
        sent_(real_) {}

  /// One step: `critic_steps` critic updates on fresh samples and their translations, then one
  /// model update on the last of them. Of several sets, each step sees one.
  ///
  /// Errors: NumericError names step, network and term or parameter that is not finite; ConfigError
  ///         for a label that is no class.
  template <class Source>
  void step(const Source& source) {
    const auto algorithm = [&] {
      if constexpr (requires { source.turn(report_.step); }) learn(source.turn(report_.step));
      else learn(source);
    };
    this->make_step(algorithm, made_);
  }

  /// Samples as samples of domain number `label` each, in evaluation mode; of several sets, the
  /// label is of set number `set`. Shapes: x (n, data...), labels (n) -> (n, data...).
  ///
  /// Errors: ConfigError for another number of labels, or one that is no domain.
  template <class X>
  auto translate(const X& x, const Tensor<int, 1>& labels, std::size_t set = 0) {
    data::require_labels(labels.size(), x.shape()[0]);
    auto asked = Tensor<typename D::Scalar, 2>::from_shape({labels.size(), label_size});
    part::write_asked<classes, sets>(asked.data(), std::span(labels.data(), labels.size()), set);
    return model_.apply(device_, made_, x, asked);
  }
  template <class X>
  auto translate(const X& x, int label, std::size_t set = 0) {
    return translate(x, Tensor<int, 1>({x.shape()[0]}, label), set);
  }

  /// Errors: ConfigError if the source's samples have another shape, or it has other classes or
  ///         sets of them.
  template <class Source>
  static void check(const Source& source) {
    const auto require = [](const auto& one) {
      data::require_shape(one, Data::extents);
      data::require_classes(one, classes);
    };
    if constexpr (requires { source.turn(0); }) {
      require(source.turn(0));
      if (Source::count == sets) return;
      throw ConfigError("sets of labels", std::to_string(sets), std::to_string(Source::count));
    } else {
      require(source);
    }
  }

  auto& generator() { return model_.learner(); }
  auto& critic() { return test_.learner(); }

  TrainingState<D> state() { return this->state_of(model_, test_); }

  Description description() const {
    Description text = this->template describe_policies<Constraint>("stargan");
    describe_network<Generator>("generator", text);
    describe_network<Critic>("critic", text);
    return text;
  }

  static constexpr std::array<std::string_view, 1> networks() { return {"generator"}; }

 private:
  using S = Sample<Data, D>;
  using Batches = Batch<Data, D>;
  using Base::config_;
  using Base::device_;
  using Base::distance_;
  using Base::report_;

  /// One step on a source, or on one of several sets.
  template <data::LabelledSource Source>
  void learn(const Source& source) {
    LabelRange range{};
    std::size_t set = 0;
    if constexpr (sets > 1) {
      range = source.labels();
      set = source.number();
    }
    for (std::size_t i = 0; i < config_.critic_steps; ++i) update_critic(source, set, range);
    update_model(set, range);
  }

  /// One critic update on fresh samples and what the model makes of them for other labels.
  template <class Source>
  void update_critic(const Source& source, std::size_t set, LabelRange range) {
    const Clock clock = this->tick();
    const std::size_t n = config_.batch;
    const std::uint64_t first = this->next_samples();
    this->load(source, first, real_);
    own_.real(device_, source, n, config_.seed, first);
    wanted_.wanted(device_, source, n, config_.seed, first);
    translate(clock, ref<D>(real_), wanted_.asked(device_, n, set), made_);
    const auto own = own_.one_hot().ref();
    test_.observe(device_, clock, n, {x(), 1, own, range},
                  {made_.y(), 1, config_.origins ? own : decltype(own){}, range});
    const CriticReport report = test_.report(device_);
    this->measure(report);
    this->measure("class_loss", report.auxiliary);
  }

  /// One model update on the samples of the last critic update: on their translations, on what
  /// comes back, and on what should stay.
  void update_model(std::size_t set, LabelRange range) {
    const std::size_t n = config_.batch;
    const Clock clock = this->tick();
    const Batches pull(ref<D>(pull_)), slope(ref<D>(slope_)), sent(ref<D>(sent_));
    this->measure("generator_loss",
                  test_.pull(device_, clock, n, Side::fake,
                             {made_.y(), 1, wanted_.one_hot().ref(), range}, pull, {x()}));
    translate(this->tick(), made_.y().ref(), own_.asked(device_, n, set), returned_);
    this->measure("reconstruction_loss",
                  part::distance<L1>(device_, distance_, n * Data::size, config_.reconstruction,
                                     slope.ref(), Read<D>(returned_.y().ref()), x().ref()));
    std::array<Write<D>, 2> back{sent.ref()};
    model_.pullback(device_, returned_, slope, Batch<typename Generator::Input, D>(back));
    add_to(device_, pull.ref(), Read<D>(sent.ref()), n * Data::size);
    model_.pullback(device_, made_, pull);
    if (config_.identity > 0) keep(set);
    model_.update(device_, clock);
  }

  /// The loss of what the model makes of samples that are of the domain that it is asked for.
  void keep(std::size_t set) {
    const std::size_t n = config_.batch;
    const Batches slope(ref<D>(slope_));
    translate(this->tick(), x().ref(), own_.asked(device_, n, set), returned_);
    this->measure("identity_loss",
                  part::distance<L1>(device_, distance_, n * Data::size, config_.identity,
                                     slope.ref(), Read<D>(returned_.y().ref()), x().ref()));
    model_.pullback(device_, returned_, slope);
  }

  ConstBatch<Data, D> x() { return ConstBatch<Data, D>(ref<D>(real_)); }

  template <class Asked, class Room>
  void translate(Clock clock, Read<D> from, Asked asked, Room& to) {
    const std::array<Read<D>, 2> parts{from, asked.ref()};
    model_.forward(device_, clock, config_.batch, ConstBatch<typename Generator::Input, D>(parts),
                   to);
  }

  Model<Generator, GeneratorOptimizer, D> model_;
  Test test_;
  Forward<Generator, D> made_, returned_;
  part::Labels<classes, D, sets> own_, wanted_;
  typename D::template Buffer<typename D::Scalar> real_, slope_, pull_, sent_;
};

/// Translation among any number of domains as one type: one generator, which is told where to lead,
/// and one critic, whose class head tells the domains. A source's labels are the domains; of
/// `data::LabelSets`, each of which knows some of them, the generator is told the set too, if it
/// reads that many more numbers.
///
///     StarGan<Wasserstein, GradientPenalty> gan;
///     fit(gan, data::Ring{});                             // each of its modes is a domain
///     const auto moved = gan.translate(points, /*label=*/3);
///
/// Source: Choi et al. 2018.
/// Errors: a composition that makes no sense does not compile, and says why in one sentence.
template <class Objective, class Constraint = detail::NotGiven, class Experiment = StarToy<2, 8>,
          class Device = Cpu>
class StarGan : public part::Facade<star_gan_fault<Objective, Constraint, Experiment, Device>(),
                                    StarGanTrainer, StarGanConfig, Objective, Constraint,
                                    Experiment, Device> {
 public:
  using Config = typename StarGan::Facade::Config;

  StarGan() = default;
  explicit StarGan(const Config& config) : StarGan::Facade(config) {}
};

}  // namespace saddle
