// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/adversary/adversary.hpp>
#include <saddle/data/require_shape.hpp>
#include <saddle/experiment/toy_ways.hpp>
#include <saddle/gan/cycle_gan_config.hpp>
#include <saddle/gan/part/distance.hpp>
#include <saddle/gan/part/facade.hpp>
#include <saddle/gan/part/formulation.hpp>
#include <saddle/gan/part/way.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace saddle {

/// The trainer behind `CycleGan`: There(x) against y, Back(y) against x, and what comes back
/// against what left.
template <class Objective, class Constraint, class Experiment, class D>
class CycleGanTrainer
    : public Formulation<CycleGanConfig<Objective, Constraint, Experiment>, CycleGanLosses, D> {
  using Base = Formulation<CycleGanConfig<Objective, Constraint, Experiment>, CycleGanLosses, D>;

 public:
  using Config = CycleGanConfig<Objective, Constraint, Experiment>;
  using There = typename Experiment::There;
  using Back = typename Experiment::Back;
  using First = typename There::Input;
  using Second = typename Back::Input;
  using CriticOptimizer = typename Config::CriticOptimizer;
  using GeneratorOptimizer = typename Config::GeneratorOptimizer;

  /// Errors: ConfigError for a number of the configuration outside of its limits.
  explicit CycleGanTrainer(const Config& config)
      : Base(config),
        // In braces: every compiler gives the places in this order.
        there_{this->place("critic of second"),
               this->place("there"),
               config.generator_optimizer,
               config.ema,
               {config.objective, config.constraint, config.critic_optimizer},
               config.pool},
        back_{this->place("critic of first"),
              this->place("back"),
              config.generator_optimizer,
              config.ema,
              {config.objective, config.constraint, config.critic_optimizer},
              config.pool} {}

  /// One step: both generators learn from the critics, their cycles and identities, one direction
  /// after the other; then both critics learn from the fakes that were made.
  ///
  /// Errors: NumericError names step, network and term or parameter that is not finite.
  template <class Source>
  void step(const Source& source) {
    const auto algorithm = [&] {
      report_.clear();
      const std::uint64_t first = this->next_samples();
      this->template load<0>(source, first, there_.real);
      this->template load<1>(source, first, back_.real);
      translate(there_, back_);
      translate(back_, there_);
      const Clock clock = this->tick();
      there_.model.update(device_, clock);
      back_.model.update(device_, clock);
      report_["bound_second"] = judge(clock, there_, back_);
      report_["bound_first"] = judge(this->tick(), back_, there_);
    };
    this->make_step(algorithm, there_.made, back_.made);
  }

  /// Samples of the one domain as samples of the other, in evaluation mode.
  /// Shapes: x (n, first...) -> (n, second...); y the other way round.
  template <class X>
  auto to_second(const X& x) {
    return there_.model.apply(device_, there_.made, x);
  }
  template <class Y>
  auto to_first(const Y& y) {
    return back_.model.apply(device_, back_.made, y);
  }

  /// Errors: ConfigError if one of the sources has another shape than its domain.
  template <class Source>
  static void check(const Source& source) {
    data::require_shape(source.first, First::extents);
    data::require_shape(source.second, Second::extents);
  }

  TrainingState<D> state() { return this->state_of(there_, back_); }

  Description description() const {
    Description text = this->template describe_policies<Constraint>("cyclegan");
    there_.describe(text);
    back_.describe(text);
    return text;
  }

  static constexpr std::array<std::string_view, 2> networks() { return {"there", "back"}; }

 private:
  using Base::config_;
  using Base::device_;
  using Base::distance_;
  using Base::report_;

  template <class Critic>
  using Test = Adversary<Objective, Constraint, Critic, CriticOptimizer, None, D>;

  /// The losses of what `way` makes of its samples and of what `back` makes of that.
  template <class WayThere, class WayBack>
  void translate(WayThere& way, WayBack& back) {
    using In = typename WayThere::In;
    using Out = typename WayThere::Out;
    const std::size_t n = config_.batch, in = n * In::size;
    const Clock clock = this->tick();
    const auto fake = way.model.forward(device_, clock, n, way.from(), way.made);
    const Batch<Out, D> pull(ref<D>(way.pull)), sent(ref<D>(way.sent));
    this->add("generator_loss", way.test.pull(device_, clock, n, Side::fake,
                                              {fake, config_.adversarial}, pull, {back.from()}));
    const auto again = back.model.forward(device_, this->tick(), n, fake, back.returned);
    const Batch<In, D> slope(ref<D>(back.slope));
    this->add("cycle_loss", part::distance<L1>(device_, distance_, in, config_.cycle, slope.ref(),
                                               again.ref(), way.from().ref()));
    back.model.pullback(device_, back.returned, slope, sent);
    add_to(device_, pull.ref(), Read<D>(sent.ref()), n * Out::size);
    way.model.pullback(device_, way.made, pull);
    if constexpr (std::is_same_v<In, Out>) {
      if (config_.identity > 0) keep(way, back);
    }
  }

  /// The loss of what `back` makes of samples that are where it leads already.
  template <class WayThere, class WayBack>
  void keep(WayThere& way, WayBack& back) {
    using In = typename WayThere::In;
    const std::size_t n = config_.batch;
    const auto same = back.model.forward(device_, this->tick(), n, way.from(), back.returned);
    const Batch<In, D> slope(ref<D>(back.slope));
    this->add("identity_loss",
              part::distance<L1>(device_, distance_, n * In::size, config_.identity, slope.ref(),
                                 same.ref(), way.from().ref()));
    back.model.pullback(device_, back.returned, slope);
  }

  /// What the critic of the domain to which `way` leads learns of its fakes; the bound.
  template <class WayThere, class WayBack>
  double judge(Clock clock, WayThere& way, WayBack& back) {
    const std::size_t n = config_.batch;
    way.test.observe(device_, clock, n, {back.from()},
                     {way.pool.exchange(device_, clock, n, way.made.y())});
    const CriticReport report = way.test.report(device_);
    this->add("penalty", report.penalty);
    return report.estimate;
  }

  part::Way<There, GeneratorOptimizer, Test<typename Experiment::CriticOfSecond>, D> there_;
  part::Way<Back, GeneratorOptimizer, Test<typename Experiment::CriticOfFirst>, D> back_;
};

/// Unpaired translation between two domains as one type: a generator each way, a critic in each
/// domain, and samples that must come back as they were.
///
///     CycleGan<LeastSquares, Unconstrained> gan;
///     const data::Domains domains{data::Ring{}, data::TwoMoons{}};
///     fit(gan, domains);
///     const auto moons = gan.to_second(data::held_out(domains.first, 100, 1));
///
/// Source: Zhu et al. 2017.
/// Errors: a composition that makes no sense does not compile, and says why in one sentence.
template <class Objective, class Constraint = detail::NotGiven, class Experiment = ToyWays<2>,
          class Device = Cpu>
class CycleGan : public part::Facade<cycle_gan_fault<Objective, Constraint, Experiment, Device>(),
                                     CycleGanTrainer, CycleGanConfig, Objective, Constraint,
                                     Experiment, Device> {
 public:
  using Config = typename CycleGan::Facade::Config;

  CycleGan() = default;
  explicit CycleGan(const Config& config) : CycleGan::Facade(config) {}
};

}  // namespace saddle
