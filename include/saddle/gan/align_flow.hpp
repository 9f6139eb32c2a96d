// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/adversary/adversary.hpp>
#include <saddle/data/require_shape.hpp>
#include <saddle/experiment/flow/flow_toy_ways.hpp>
#include <saddle/gan/align_flow_config.hpp>
#include <saddle/gan/part/facade.hpp>
#include <saddle/gan/part/flow_model.hpp>
#include <saddle/gan/part/formulation.hpp>
#include <saddle/gan/part/likelihood.hpp>
#include <saddle/gan/part/pool.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace saddle {

/// The trainer behind `AlignFlow`: the flow of one domain to codes, and from codes that of the
/// other one backwards, is a translator whose inverse is known.
template <class Objective, class Constraint, class Experiment, class D>
class AlignFlowTrainer
    : public Formulation<AlignFlowConfig<Objective, Constraint, Experiment>, AlignFlowLosses, D> {
  using Base = Formulation<AlignFlowConfig<Objective, Constraint, Experiment>, AlignFlowLosses, D>;

 public:
  using Config = AlignFlowConfig<Objective, Constraint, Experiment>;
  using Latent = typename Experiment::Latent;
  using FlowOfFirst = typename Experiment::FlowOfFirst;
  using FlowOfSecond = typename Experiment::FlowOfSecond;
  using First = typename FlowOfFirst::Sample;
  using Second = typename FlowOfSecond::Sample;
  using Codes = Tensor<typename D::Scalar, 2>;
  using CriticOptimizer = typename Config::CriticOptimizer;
  using GeneratorOptimizer = typename Config::GeneratorOptimizer;

  /// Errors: ConfigError for a number of the configuration outside of its limits.
  explicit AlignFlowTrainer(const Config& config)
      : Base(config),
        // In braces: every compiler gives the places in this order.
        first_{this->place("critic of first"), this->place("first"), config},
        second_{this->place("critic of second"), this->place("second"), config} {}

  /// One step: both flows learn by likelihood, and from the critics of the domains to which they
  /// lead; then both critics learn from the fakes that were made.
  ///
  /// Errors: NumericError names step, network and term or parameter that is not finite.
  template <class Source>
  void step(const Source& source) {
    const auto algorithm = [&] {
      report_.clear();
      const std::uint64_t position = this->next_samples();
      this->template load<0>(source, position, first_.flow.real);
      this->template load<1>(source, position, second_.flow.real);
      align(first_, second_);
      align(second_, first_);
      Clock clock = this->tick();
      first_.flow.model.update(device_, clock);
      second_.flow.model.update(device_, clock);
      if (config_.adversarial > 0) {
        report_["bound_second"] = judge(clock, second_);
        report_["bound_first"] = judge(this->tick(), first_);
      }
    };
    this->make_step(algorithm, first_.flow.coded, second_.flow.coded);
  }

  /// Samples of the one domain as samples of the other, in evaluation mode; the one undoes the
  /// other. Shapes: x (n, first...) -> (n, second...); y the other way round.
  template <class X>
  auto to_second(const X& x) {
    return second_.flow.decode(device_, first_.flow.encode(device_, x));
  }
  template <class Y>
  auto to_first(const Y& y) {
    return first_.flow.decode(device_, second_.flow.encode(device_, y));
  }

  /// The codes that both domains share, in evaluation mode: of samples, and what each domain makes
  /// of them. Shapes: x (n, first...), y (n, second...) <-> (n, numbers of a code).
  ///
  /// Errors: ConfigError for another shape, or codes that are not finite.
  template <class X>
  Codes encode_first(const X& x) {
    return first_.flow.encode(device_, x);
  }
  template <class Y>
  Codes encode_second(const Y& y) {
    return second_.flow.encode(device_, y);
  }
  auto generate_first(const Codes& codes) {
    part::check_codes<Latent>(codes);
    return first_.flow.decode(device_, codes);
  }
  auto generate_second(const Codes& codes) {
    part::check_codes<Latent>(codes);
    return second_.flow.decode(device_, codes);
  }

  /// `n` codes, from number `first` on of a fixed row. Shapes: (n, numbers of a code).
  Codes codes(std::size_t n, std::size_t first = 0) {
    return first_.flow.template codes<Latent>(device_, n, first, config_.seed);
  }

  /// The logarithm of the density at samples of a domain, in evaluation mode. Shapes: (n, ...) ->
  /// (n).
  template <class X>
  Tensor<double, 1> log_density_first(const X& x) {
    return first_.flow.template log_density<Latent>(device_, x);
  }
  template <class Y>
  Tensor<double, 1> log_density_second(const Y& y) {
    return second_.flow.template log_density<Latent>(device_, y);
  }

  /// Errors: ConfigError if one of the sources has another shape than its domain.
  template <class Source>
  static void check(const Source& source) {
    data::require_shape(source.first, First::extents);
    data::require_shape(source.second, Second::extents);
  }

  TrainingState<D> state() { return this->state_of(first_, second_); }
  Description description() const {
    Description text = this->template describe_policies<Constraint>("alignflow");
    text.emplace_back("latent", full_name<Latent>() + " " + to_string(typename Latent::Value{}));
    describe_network<FlowOfFirst>("first", text);
    describe_network<typename Experiment::CriticOfFirst>("critic of first", text);
    describe_network<FlowOfSecond>("second", text);
    describe_network<typename Experiment::CriticOfSecond>("critic of second", text);
    return text;
  }
  static constexpr std::array<std::string_view, 2> networks() { return {"first", "second"}; }

 private:
  using Base::config_;
  using Base::device_;
  using Base::distance_;
  using Base::report_;

  /// A domain: its flow, the critic of its samples, and what one step holds of both.
  template <class Net, class Critic>
  struct Domain {
    using X = typename Net::Sample;

    Domain(const Place<D>& critic_place, const Place<D>& place, const Config& config)
        : flow(place, config.generator_optimizer, config.ema),
          test(critic_place, {config.objective, config.constraint, config.critic_optimizer}),
          pool(critic_place, config.pool),
          pull(D::zeros(place.capacity * X::size)) {}

    ConstBatch<X, D> real() { return ConstBatch<X, D>(ref<D>(flow.real)); }
    /// What was made here of the other domain's codes.
    Batch<X, D> fakes() { return flow.made.y().template part<0>(); }

    /// Appends what a checkpoint keeps of this domain.
    void list_state(TrainingState<D>& state) {
      flow.model.list_state(state);
      test.list_state(state);
      pool.list_state(state);
    }

    part::FlowModel<Net, GeneratorOptimizer, D> flow;
    Adversary<Objective, Constraint, Critic, CriticOptimizer, None, D> test;
    part::Pool<X, D> pool;
    typename D::template Buffer<typename D::Scalar> pull;  // of the critic, on the fakes
  };

  /// The losses of the samples of `here`: of their codes, and of what is made of these in `there`.
  template <class Here, class There>
  void align(Here& here, There& there) {
    const bool learns_density = config_.likelihood > 0;
    const std::size_t n = config_.batch, count = n * First::size;
    const Clock clock = this->tick();
    const auto code = here.flow.forward(device_, clock, learns_density);
    const auto slope = here.flow.slope();
    if (learns_density) {
      this->add("negative_log_likelihood",
                part::negative_log_likelihood<Latent>(device_, distance_, n, config_.likelihood,
                                                      slope, code, here.flow.terms()));
    } else {
      fill(device_, slope[0], 0, count);
    }
    if (config_.adversarial > 0) {
      const Batch<typename There::X, D> pull(ref<D>(there.pull));
      const auto fake = there.flow.make(device_, clock, Read<D>(code[0]));
      this->add("generator_loss",
                there.test.pull(device_, clock, n, Side::fake, {fake, config_.adversarial}, pull,
                                {there.real()}));
      add_to(device_, slope[0], there.flow.pull_back(device_, pull), count);
    }
    here.flow.pullback(device_, learns_density);
  }

  /// What the critic of a domain learns of the fakes that were made there; the bound.
  template <class Domain>
  double judge(Clock clock, Domain& domain) {
    domain.test.observe(device_, clock, config_.batch, {domain.real()},
                        {domain.pool.exchange(device_, clock, config_.batch, domain.fakes())});
    const CriticReport report = domain.test.report(device_);
    this->add("penalty", report.penalty);
    return report.estimate;
  }

  Domain<FlowOfFirst, typename Experiment::CriticOfFirst> first_;
  Domain<FlowOfSecond, typename Experiment::CriticOfSecond> second_;
};

/// Unpaired translation between two domains as one type, whose two directions undo each other: both
/// are a flow to codes and the other domain's flow backwards. They learn from a critic in each
/// domain, by the likelihood of each domain's flow, or by both.
///
///     AlignFlow<LeastSquares, Unconstrained> flows;
///     const data::Domains domains{data::TwoMoons{}, data::Ring{}};
///     fit(flows, domains);
///     const auto ring = flows.to_second(data::held_out(domains.first, 100, 1));
///
/// Source: Grover et al. 2020.
/// Errors: a composition that makes no sense does not compile, and says why in one sentence.
template <class Objective, class Constraint = detail::NotGiven, class Experiment = FlowToyWays<2>,
          class Device = Cpu>
class AlignFlow : public part::Facade<align_flow_fault<Objective, Constraint, Experiment, Device>(),
                                      AlignFlowTrainer, AlignFlowConfig, Objective, Constraint,
                                      Experiment, Device> {
 public:
  using Config = typename AlignFlow::Facade::Config;

  AlignFlow() = default;
  explicit AlignFlow(const Config& config) : AlignFlow::Facade(config) {}
};

}  // namespace saddle
