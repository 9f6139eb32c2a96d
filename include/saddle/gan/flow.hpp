// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/constraint/unconstrained.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/random.hpp>
#include <saddle/core/running_mean.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/data/require_shape.hpp>
#include <saddle/experiment/flow/flow_toy.hpp>
#include <saddle/gan/flow_config.hpp>
#include <saddle/gan/part/facade.hpp>
#include <saddle/gan/part/flow_model.hpp>
#include <saddle/gan/part/formulation.hpp>
#include <saddle/gan/part/likelihood.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <string_view>

namespace saddle {

/// The trainer behind `Flow`: samples become codes, whose law is known, and with them the density
/// of the samples.
template <class Experiment, class D>
class FlowTrainer : public Formulation<FlowConfig<Experiment>, FlowLosses, D> {
  using Base = Formulation<FlowConfig<Experiment>, FlowLosses, D>;

 public:
  using Config = FlowConfig<Experiment>;
  using Network = typename Experiment::Flow;
  using Latent = typename Experiment::Latent;
  using Data = typename Network::Sample;
  using Scalar = typename D::Scalar;
  using Samples = Tensor<Scalar, Data::rank + 1>;
  using Codes = Tensor<Scalar, 2>;  // (n, numbers of a code)

  /// Errors: ConfigError for a number of the configuration outside of its limits.
  explicit FlowTrainer(const Config& config)
      : Base(config), flow_(this->place("flow"), config.optimizer, config.ema) {}

  /// One step up the likelihood of a batch.
  ///
  /// Errors: NumericError names step, loss and layer or parameter that is not finite.
  template <data::Source Source>
  void step(const Source& source) {
    const auto algorithm = [&] {
      this->load(source, this->next_samples(), flow_.real);
      const Clock clock = this->tick();
      const auto code = flow_.forward(device_, clock, true);
      this->measure("negative_log_likelihood",
                    part::negative_log_likelihood<Latent>(device_, this->distance_, config_.batch,
                                                          1, flow_.slope(), code, flow_.terms()));
      this->measure("bits_per_dimension", bits(this->report_["negative_log_likelihood"]));
      flow_.pullback(device_, true);
      flow_.model.update(device_, clock);
    };
    this->make_step(algorithm, flow_.coded);
  }

  /// The logarithm of the density at each sample, in the units of the data, in evaluation mode.
  /// Shapes: x (n, data...) -> (n).
  ///
  /// Errors: ConfigError for samples of another size.
  template <class X>
  Tensor<double, 1> log_density(const X& x) {
    return flow_.template log_density<Latent>(device_, x);
  }

  /// What it takes to name each of these samples, in nats, or their levels where the flow
  /// dequantises; noise within the levels makes it an upper bound of the true number.
  /// Shapes: x (n, data...) -> (n).
  ///
  /// Errors: as `log_density`.
  template <class X>
  Tensor<double, 1> nats(const X& x) {
    return nats_per_unit() - log_density(dequantised(x));
  }

  /// The same in bits for a number of a sample, their mean. Shapes: x (n, data...).
  ///
  /// Errors: as `log_density`, and ConfigError for no samples.
  template <class X>
  double bits_per_dimension(const X& x) {
    if (x.size() == 0) throw ConfigError("samples", "at least one", "none");
    RunningMean mean;
    for (const double log_density : log_density(dequantised(x))) mean.add(log_density);
    return bits(-mean.value());
  }

  /// The codes of samples, in evaluation mode. Shapes: x (n, data...) -> (n, numbers of a code).
  template <class X>
  Codes encode(const X& x) {
    return flow_.encode(device_, x);
  }
  /// The samples of codes, in evaluation mode. Shapes: z (n, numbers of a code) -> (n, data...).
  ///
  /// Errors: ConfigError for another shape, or a number that is not finite.
  template <class Z>
  Samples generate(const Z& z) {
    part::check_codes<Latent>(z);
    return flow_.decode(device_, z);
  }
  /// What becomes of samples on the way to codes and back: themselves, to rounding.
  template <class X>
  Samples reconstruct(const X& x) {
    return flow_.decode(device_, encode(x));
  }

  /// `n` samples of the model in evaluation mode, from codes number `first` on of a fixed row:
  /// the same call gives the same codes at any time of the training. Shapes: (n, data...).
  Samples sample(std::size_t n, std::size_t first = 0) { return generate(codes(n, first)); }
  /// These codes. Shapes: (n, numbers of a code).
  Codes codes(std::size_t n, std::size_t first = 0) {
    return flow_.template codes<Latent>(device_, n, first, config_.seed);
  }

  /// Errors: ConfigError if the source's samples have another shape than the experiment's.
  template <data::Source Source>
  static void check(const Source& source) {
    data::require_shape(source, Data::extents);
  }
  static constexpr auto data_shape() { return Data::extents; }

  TrainingState<D> state() { return this->state_of(flow_.model); }
  Description description() const {
    Description text{{"formulation", "flow"},
                     {"latent", full_name<Latent>() + " " + to_string(typename Latent::Value{})},
                     {"optimizer", full_name<Adam>()},
                     {"scalar", Base::scalar_name()}};
    describe_network<Network>("flow", text);
    return text;
  }
  static constexpr std::array<std::string_view, 1> networks() { return {"flow"}; }

 private:
  using Base::config_;
  using Base::device_;

  static constexpr std::size_t levels = detail::levels_of<Network>;

  /// Samples with noise within their levels.
  template <class X>
  Samples dequantised(const X& x) {
    require_samples<Data>(x.shape()[0], x.size());
    Samples within = Samples::from_shape(Data::batch_shape(x.shape()[0]));
    std::copy(x.begin(), x.end(), within.begin());
    if constexpr (levels > 0) {
      for (std::size_t i = 0; i < within.size(); ++i) {
        const double u =
            random::uniform(evaluation_draw(config_.seed), i / Data::size, i % Data::size);
        within.data()[i] += static_cast<Scalar>((2 * u - 1) / (levels - 1.0));
      }
    }
    return within;
  }

  /// The nats of a sample's levels whose density is 1: those of data between -1 and 1 lie
  /// 2 / (levels - 1) apart.
  static double nats_per_unit() {
    return levels > 0 ? Data::size * std::log((levels - 1.0) / 2) : 0;
  }

  /// The bits of a number, by the mean negative logarithm of a sample's density.
  static double bits(double negative_log_likelihood) {
    const double each = negative_log_likelihood / (Data::size * std::numbers::ln2);
    return levels > 0 ? each + std::log2((levels - 1.0) / 2) : each;
  }

  part::FlowModel<Network, Adam, D> flow_;
};

namespace detail {

// What takes an objective and a constraint elsewhere.
template <class, class, class Experiment, class D>
using FlowTrainerOf = FlowTrainer<Experiment, D>;
template <class, class, class Experiment>
using FlowConfigOf = FlowConfig<Experiment>;

}  // namespace detail

/// A normalising flow as one type: an invertible network from samples to codes, trained by exact
/// likelihood, which knows the density of any sample. The lecture's maximum likelihood, without an
/// adversary.
///
///     Flow<> flow;
///     fit(flow, data::TwoMoons{});
///     const auto density = flow.log_density(flow.sample(100));
///
/// Source: Dinh et al. 2014, 2017.
/// Errors: a composition that makes no sense does not compile, and says why in one sentence.
template <class Experiment = FlowToy<2>, class Device = Cpu>
class Flow : public part::Facade<flow_fault<Experiment, Device>(), detail::FlowTrainerOf,
                                 detail::FlowConfigOf, None, Unconstrained, Experiment, Device> {
 public:
  using Config = typename Flow::Facade::Config;

  Flow() = default;
  explicit Flow(const Config& config) : Flow::Facade(config) {}
};

}  // namespace saddle
