// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/text/name.hpp>
#include <saddle/data/require_shape.hpp>
#include <saddle/gan/part/formulation.hpp>
#include <saddle/gan/part/sampler.hpp>

#include <cstddef>
#include <string>
#include <type_traits>

namespace saddle {

/// A formulation that makes samples from codes, with the generator and the latent of `Experiment`.
///
/// A conditional generator's samples are those of labels, which the formulation knows.
/// `Config` has, beside what `Formulation` asks, generator_optimizer and ema.
template <class Config, class Losses, class Experiment, class D>
class Generative : public Formulation<Config, Losses, D> {
  using Base = Formulation<Config, Losses, D>;

 public:
  using Generator = typename Experiment::Generator;
  using Latent = typename Experiment::Latent;
  using Data = typename Generator::Output;
  using GeneratorOptimizer = typename Config::GeneratorOptimizer;
  using TrainedModel = Sampler<Experiment, GeneratorOptimizer, D>;
  using Samples = typename TrainedModel::Samples;
  using Codes = typename TrainedModel::Codes;
  static constexpr bool conditional =
      !std::is_same_v<typename Generator::Input, typename Latent::Value>;

  /// `n` samples of the model in evaluation mode, from codes number `first` on of a fixed row:
  /// the same call gives the same codes at any time of the training. Shapes: (n, data...).
  Samples sample(std::size_t n, std::size_t first = 0)
    requires(!conditional)
  {
    return model_.sample(device_, n, first);
  }

  /// The codes from which `sample(n, first)` makes its samples. Shapes: (n, numbers of a code).
  Codes codes(std::size_t n, std::size_t first = 0) { return model_.codes(device_, n, first); }

  /// The samples of codes of one's own, in evaluation mode: `generate(codes(n, first))` is
  /// `sample(n, first)`, bit for bit. Shapes: z (n, numbers of a code) -> (n, data...).
  ///
  /// Errors: ConfigError for codes of another size, or a number that is not finite.
  Samples generate(const Codes& z)
    requires(!conditional)
  {
    return model_.generate(device_, z);
  }

  /// `n` samples on the straight line between codes number `from` and `to`, both ends included.
  /// Shapes: (n, data...).
  Samples interpolate(std::size_t from, std::size_t to, std::size_t n)
    requires(!conditional)
  {
    return model_.interpolate(device_, from, to, n);
  }

  Learner<Generator, GeneratorOptimizer, D>& generator() { return model_.learner(); }

  /// Errors: ConfigError if the source's samples have another shape than the experiment's.
  template <data::Source Source>
  static void check(const Source& source) {
    data::require_shape(source, Data::extents);
  }

  /// The shape of one sample, extent by extent.
  static constexpr auto data_shape() { return Data::extents; }

  /// What another program needs to draw the codes of `sample`, field by field.
  Description code_description() const {
    return {{"latent", latent_text()},
            {"seed", std::to_string(config_.seed)},
            {"codes", code_numbering()}};
  }

 protected:
  explicit Generative(const Config& config)
      : Base(config), model_(this->place("generator"), config.generator_optimizer, config.ema) {}

  static std::string latent_text() {
    return full_name<Latent>() + " " + to_string(typename Latent::Value{});
  }

  using Base::config_;
  using Base::device_;
  TrainedModel model_;
};

}  // namespace saddle
