// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe/field.hpp>
#include <saddle/core/device.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/rows.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/data/source.hpp>
#include <saddle/gan/trainer.hpp>
#include <saddle/learner/pytorch_network.hpp>
#include <saddle/train/capability.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace saddle::inline per_set {

/// A trainer that was specialised at compile time, behind what every one of them can do, so that
/// what surrounds a training is compiled once for all of them. Samples are rows of numbers.
template <data::Source Source>
class AnyTrainer {
 public:
  using Rows = Tensor<float, 2>;  // (n, numbers of a sample)

  virtual ~AnyTrainer() = default;
  virtual std::vector<std::size_t> data_shape() const = 0;
  virtual void check(const Source& source) const = 0;
  virtual std::uint64_t steps() const = 0;
  virtual void plan(std::uint64_t last_step) = 0;
  virtual void step(const Source& source) = 0;
  virtual Measurement report() const = 0;
  /// Whether what follows up to `nats` works: that which asks for more is an Error.
  virtual bool can(Capability capability) const = 0;
  virtual Rows sample(std::size_t n) = 0;
  virtual Tensor<int, 1> labels(std::size_t n) = 0;  // of sample(n)
  virtual Tensor<double, 1> scores(const Rows& x) = 0;
  virtual Tensor<double, 1> score_slopes(const Rows& x) = 0;
  virtual CriticReport update_critic(const Source& source) = 0;
  virtual double update_model() = 0;
  virtual Estimate divergence(const Rows& real) = 0;
  virtual Rows encode(const Rows& x) = 0;
  virtual Rows reconstruct(const Rows& x) = 0;
  virtual Rows to_second(const Rows& x) = 0;
  virtual Rows to_first(const Rows& y) = 0;
  virtual Tensor<double, 1> log_density(const Rows& x) = 0;
  virtual Tensor<double, 1> nats(const Rows& x) = 0;
  virtual TrainingState<Cpu> state() = 0;
  virtual std::vector<std::string_view> networks() const = 0;
  virtual Description description() const = 0;
  virtual Description configuration() const = 0;
  /// Errors: ConfigError for a generator that has no such form.
  virtual PyTorchNetwork pytorch_network() const = 0;
  virtual Description code_description() const = 0;  // empty where there are no codes
};

/// The trainer `G`, of any formulation, as an AnyTrainer, or as a class derived from it that wants
/// no more functions.
template <class G, data::Source Source, class Base = AnyTrainer<Source>>
class TrainerOf : public Base {
 public:
  using typename Base::Rows;

  explicit TrainerOf(const typename G::Config& config) : gan_(config) {}

  std::vector<std::size_t> data_shape() const override {
    return {G::Data::extents.begin(), G::Data::extents.end()};
  }
  void check(const Source& source) const override { gan_.check(source); }
  std::uint64_t steps() const override { return gan_.steps(); }
  void plan(std::uint64_t last_step) override { gan_.plan(last_step); }
  void step(const Source& source) override { gan_.step(source); }
  Measurement report() const override { return gan_.report(); }
  bool can(Capability capability) const override {
    switch (capability) {
      case Capability::samples: return HasSamples<G>;
      case Capability::labels: return HasLabels<G>;
      case Capability::scores: return HasScores<G>;
      case Capability::divergence: return HasDivergence<G>;
      case Capability::two_players: return HasTwoPlayers<G, Source>;
      case Capability::codes: return HasCodes<G>;
      case Capability::translations: return HasTranslations<G>;
      case Capability::likelihood: return HasLikelihood<G>;
    }
    return false;
  }
  Rows sample(std::size_t n) override {
    if constexpr (HasSamples<G>) return as_rows(gan_.sample(n));
    else lacks("samples");
  }
  Tensor<int, 1> labels(std::size_t n) override {
    if constexpr (HasLabels<G>) return gan_.labels(n);
    else lacks("classes");
  }
  /// Of a critic that sees codes too: with those of the encoder.
  Tensor<double, 1> scores(const Rows& x) override {
    if constexpr (HasScores<G>) return gan_.scores(x);
    else if constexpr (requires { gan_.scores(x, gan_.encode(x)); })
      return gan_.scores(x, gan_.encode(x));
    else lacks("scores");
  }
  Tensor<double, 1> score_slopes(const Rows& x) override {
    if constexpr (HasScores<G>) return gan_.score_slopes(x);
    else lacks("scores of samples alone");
  }
  CriticReport update_critic(const Source& source) override {
    if constexpr (HasTwoPlayers<G, Source>) return gan_.update_critic(source);
    else lacks("players who move one at a time");
  }
  double update_model() override {
    if constexpr (HasTwoPlayers<G, Source>) return gan_.update_model();
    else lacks("players who move one at a time");
  }
  Estimate divergence(const Rows& real) override {
    if constexpr (HasDivergence<G>) return gan_.divergence(real);
    else lacks("divergence");
  }
  Rows encode(const Rows& x) override {
    if constexpr (HasCodes<G>) return as_rows(gan_.encode(x));
    else lacks("encoder");
  }
  Rows reconstruct(const Rows& x) override {
    if constexpr (HasCodes<G>) return as_rows(gan_.reconstruct(x));
    else lacks("encoder");
  }
  Rows to_second(const Rows& x) override {
    if constexpr (HasTranslations<G>) return as_rows(gan_.to_second(x));
    else lacks("translations");
  }
  Rows to_first(const Rows& y) override {
    if constexpr (HasTranslations<G>) return as_rows(gan_.to_first(y));
    else lacks("translations");
  }
  Tensor<double, 1> log_density(const Rows& x) override {
    if constexpr (HasLikelihood<G>) return gan_.log_density(x);
    else lacks("density");
  }
  Tensor<double, 1> nats(const Rows& x) override {
    if constexpr (HasLikelihood<G>) return gan_.nats(x);
    else lacks("density");
  }
  TrainingState<Cpu> state() override { return gan_.state(); }
  std::vector<std::string_view> networks() const override {
    const auto names = G::networks();
    return {names.begin(), names.end()};
  }
  Description description() const override { return gan_.description(); }
  Description configuration() const override { return gan_.configuration(); }
  PyTorchNetwork pytorch_network() const override {
    if constexpr (HasPyTorchModel<G>) return pytorch_network_of(gan_);
    else
      throw ConfigError(std::string(G::networks()[0]), "layers that have a form in PyTorch",
                        "one that has none");
  }
  Description code_description() const override {
    if constexpr (requires { gan_.code_description(); }) return gan_.code_description();
    else return {};
  }

 private:
  [[noreturn]] static void lacks(const char* what) {
    throw Error(std::string("this formulation has no ") + what);
  }

  G gan_;
};

/// Changes a configuration before the trainer is made from it.
using Adjust = std::function<void(const std::vector<Field>&)>;

template <class G, data::Source Source>
std::unique_ptr<AnyTrainer<Source>> make_trainer(const Adjust& adjust) {
  typename G::Config config;
  adjust(fields(config));
  return std::make_unique<TrainerOf<G, Source>>(config);
}

}  // namespace saddle::inline per_set
