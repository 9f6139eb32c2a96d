// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/adversary/adversary.hpp>
#include <saddle/backend/backend.hpp>
#include <saddle/core/clock.hpp>
#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/field.hpp>
#include <saddle/core/describe/limits.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/core/text/name.hpp>
#include <saddle/data/source.hpp>
#include <saddle/experiment/latent.hpp>
#include <saddle/experiment/recipe.hpp>
#include <saddle/gan/model.hpp>
#include <saddle/optim/schedule.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

namespace saddle {

/// What a training step measured.
struct GanReport {
  std::uint64_t step = 0;  // model updates so far
  CriticReport critic;     // of the last critic update, before it
  double generator_loss = 0;
};

/// A number estimated from samples, with the standard error of its mean.
struct Estimate {
  double value = 0;
  double standard_error = 0;
};

/// The trainer behind `Gan`: real samples against G(z), the lecture's alternating algorithm.
template <class Objective, class Constraint, class Experiment, class Device>
class GanTrainer {
 public:
  using Generator = typename Experiment::Generator;
  using Critic = typename Experiment::Critic;
  using Latent = typename Experiment::Latent;
  using Data = typename Critic::Input;
  using Code = typename Latent::Value;
  using Scalar = typename Device::Scalar;
  using CriticOptimizer = typename detail::CriticOptimizerOf<Constraint, Experiment>::type;
  using GeneratorOptimizer = typename detail::GeneratorOptimizerOf<Constraint, Experiment>::type;
  using Test = Adversary<Objective, Constraint, Critic, CriticOptimizer, None, Device>;
  using TrainedModel = Model<Experiment, GeneratorOptimizer, Device>;
  using Samples = typename TrainedModel::Samples;
  using Codes = typename TrainedModel::Codes;

  static constexpr Recipe recipe = detail::recipe<Objective, Constraint, Experiment>();

  struct Config {
    std::uint64_t steps = recipe.steps;              // length of the run and its schedule
    std::size_t batch = recipe.batch;                // samples per side
    std::size_t critic_steps = recipe.critic_steps;  // critic updates per model update
    std::size_t critic_warmup = 0;                   // extra critic updates before the first
    bool reuse_fakes = recipe.reuse_fakes;           // the model learns from the critic's fakes
    std::uint64_t seed = 1;
    Constraint constraint = detail::constraint_defaults<Objective, Constraint, Experiment>();
    CriticOptimizer critic_optimizer =
        detail::optimizer_defaults<CriticOptimizer, Constraint, Experiment>();
    GeneratorOptimizer generator_optimizer =
        detail::optimizer_defaults<GeneratorOptimizer, Constraint, Experiment>();
    LinearDecay schedule{.decay_from = recipe.decay_from};
    Ema ema{.decay = recipe.ema};
    Objective objective{};

    SADDLE_DESCRIBE(Config, steps, batch, critic_steps, critic_warmup, reuse_fakes, seed,
                    constraint, critic_optimizer, generator_optimizer, schedule, ema);
    static constexpr Bounded bounded[] = {{"steps", limits::steps},
                                          {"batch", limits::size},
                                          {"critic_steps", limits::size},
                                          {"critic_warmup", limits::steps},
                                          {"seed", limits::whole}};
  };

  /// Errors: ConfigError for a number of the configuration outside of its limits.
  explicit GanTrainer(Config config)
      : config_(with_draws_for(config.steps, checked(config))),
        test_(device_, {config.objective, config.constraint, config.critic_optimizer}, config.batch,
              config.seed),
        model_(device_, config.generator_optimizer, config.ema, config.batch, config.seed),
        real_(Device::zeros(config.batch * Data::size)),
        slope_(Device::zeros(config.batch * Data::size)) {
    if constexpr (requires { config_.objective.check(); }) config_.objective.check();
  }

  /// One step of the algorithm: `critic_steps` critic updates on fresh samples, one model update.
  ///
  /// Errors: NumericError names step, network and term or parameter that is not finite.
  template <data::Source Source>
  void step(const Source& source) {
    try {
      const std::size_t updates =
          config_.critic_steps + (report_.step == 0 ? config_.critic_warmup : 0);
      for (std::size_t i = 0; i < updates; ++i) report_.critic = update_critic(source);
      report_.generator_loss = update_model();
    } catch (const NumericError& error) {
      const std::string made = model_.not_finite(device_, config_.batch);
      throw NumericError(std::string("step ") + std::to_string(report_.step + 1) + ": " +
                         error.what() +
                         (made.empty() ? "" : "; the generator's samples are not: " + made));
    }
    ++report_.step;
  }

  /// The first half of a step: one critic update on fresh samples.
  ///
  /// Errors: NumericError names the term or parameter that is not finite.
  template <data::Source Source>
  CriticReport update_critic(const Source& source) {
    const Clock clock = tick();
    const std::size_t n = config_.batch;
    const Write<Device> real = ref<Device>(real_);
    upload(device_, real, n * Data::size,
           [&](Scalar* out) { source.draw(out, n, config_.seed, position_); });
    position_ += n;
    const Batch<Data, Device> fake = model_.forward(device_, clock, n);
    generated_at_ = clock;
    test_.observe(device_, clock, n, {ConstBatch<Data, Device>(real)}, {fake});
    return test_.report();
  }

  /// The second half of a step: one model update against the critic; returns the model's loss.
  ///
  /// Errors: NumericError if the loss or a parameter is not finite.
  double update_model() {
    const Clock clock = tick();
    const std::size_t n = config_.batch;
    if (!config_.reuse_fakes) {
      model_.forward(device_, clock, n);
      generated_at_ = clock;
    }
    const Batch<Data, Device> slope(ref<Device>(slope_));
    const double loss = test_.pull(device_, clock, n, Side::fake, {model_.fakes(n)}, slope);
    if (!std::isfinite(loss)) throw NumericError("generator: the loss is not finite");
    model_.pullback(device_, generated_at_, n, slope);
    model_.update(device_, clock);
    return loss;
  }

  /// `n` samples of the model in evaluation mode, from codes number `first` on of a fixed row:
  /// the same call gives the same codes at any time of the training. Shapes: (n, data...).
  Samples sample(std::size_t n, std::size_t first = 0) { return model_.sample(device_, n, first); }

  /// The codes from which `sample(n, first)` makes its samples. Shapes: (n, numbers of a code).
  Codes codes(std::size_t n, std::size_t first = 0) { return model_.codes(device_, n, first); }

  /// The samples of codes of one's own, in evaluation mode: `generate(codes(n, first))` is
  /// `sample(n, first)`, bit for bit. Shapes: z (n, numbers of a code) -> (n, data...).
  ///
  /// Errors: ConfigError for codes of another size, or a number that is not finite.
  Samples generate(const Codes& z) { return model_.generate(device_, z); }

  /// `n` samples on the straight line between codes number `from` and `to`, both ends included.
  /// Shapes: (n, data...).
  Samples interpolate(std::size_t from, std::size_t to, std::size_t n) {
    return model_.interpolate(device_, from, to, n);
  }

  /// The critic's features of real or generated samples. Shapes: x (n, data...) -> (n, features).
  template <class X>
  Tensor<Scalar, 2> features(const X& x) {
    return test_.critic().features(device_, x);
  }

  /// The critic's mean score of every sample. Shapes: x (n, data...) -> (n).
  template <class X>
  Tensor<double, 1> scores(const X& x) {
    return test_.critic().scores(device_, x);
  }

  /// How much the model's loss feels of the critic's score of every sample: |d loss / d score|.
  /// Shapes: x (n, data...) -> (n).
  template <class X>
  Tensor<double, 1> score_slopes(const X& x) {
    Tensor<double, 1> slopes = scores(x);
    for (double& s : slopes) {
      double loss = 0, slope = 0;
      ModelFake<Objective>{config_.objective}(s, loss, slope);
      s = std::abs(slope);
    }
    return slopes;
  }

  /// The number that the objective reports (a variational bound or a distance), on these real
  /// samples and as many fresh samples of the model. Shapes: real (n, data...).
  template <class X>
  Estimate divergence(const X& real) {
    const std::size_t n = real.shape()[0];
    return bound(scores(real), scores(sample(n, std::size_t{1} << 24)));
  }

  /// The shape of one sample, extent by extent.
  static constexpr auto data_shape() { return Data::extents; }

  /// The step at which the run is planned to end.
  std::uint64_t steps() const { return config_.steps; }

  /// Sets the step at which the run ends, which its learning rate schedule aims at.
  ///
  /// Errors: ConfigError for more steps than there are random draws for.
  void plan(std::uint64_t last_step) { config_ = with_draws_for(last_step, config_); }

  const GanReport& report() const { return report_; }
  const Config& config() const { return config_; }
  Learner<Generator, GeneratorOptimizer, Device>& generator() { return model_.generator(); }
  Learner<Critic, CriticOptimizer, Device>& critic() { return test_.learner(); }

  /// The one list behind saving, loading and undoing; valid as long as the trainer stays in place.
  TrainingState<Device> state() {
    TrainingState<Device> state;
    model_.list_state(state);
    test_.list_state(state);
    state.counters.push_back({"step", &report_.step});
    state.counters.push_back({"time", &time_, false});
    state.counters.push_back({"position", &position_, false});
    return state;
  }

  /// The configuration as text, field by field.
  Description configuration() const {
    Config config = config_;
    return describe_fields(config);
  }

  /// What another program needs to draw the codes of `sample`, field by field.
  Description code_description() const {
    return {{"latent", latent_text()},
            {"seed", std::to_string(config_.seed)},
            {"codes", code_numbering()}};
  }

  /// What such a state belongs to, field by field: a checkpoint of another composition or another
  /// architecture differs in one of them.
  Description description() const {
    Description text{{"objective", chosen_name(config_.objective)},
                     {"constraint", full_name<Constraint>()},
                     {"critic optimizer", full_name<CriticOptimizer>()},
                     {"generator optimizer", full_name<GeneratorOptimizer>()},
                     {"latent", latent_text()},
                     {"scalar", sizeof(Scalar) == sizeof(float) ? "float32" : "float64"}};
    describe_network<Generator>("generator", text);
    describe_network<Critic>("critic", text);
    return text;
  }

 private:
  /// The config for a run of `steps`, whose updates 32 bits tell apart; see `Clock`.
  static Config with_draws_for(std::uint64_t steps, Config config) {
    constexpr std::uint64_t updates = std::numeric_limits<std::uint32_t>::max();
    const std::uint64_t most = (updates - config.critic_warmup) / (config.critic_steps + 1);
    if (steps > most) {
      throw ConfigError("steps",
                        "at most " + std::to_string(most) + " with these critic_steps, for 2^32 " +
                            "updates in all",
                        std::to_string(steps));
    }
    config.steps = steps;
    return config;
  }

  static std::string latent_text() { return full_name<Latent>() + " " + to_string(Code{}); }

  Clock tick() {
    return {config_.seed, static_cast<std::uint32_t>(++time_),
            config_.schedule.factor(report_.step, config_.steps)};
  }

  /// Mean of the objective's critic losses over scores, as the number it reports.
  Estimate bound(const Tensor<double, 1>& real, const Tensor<double, 1>& fake) const {
    const Objective& objective = config_.objective;
    const auto mean_of = [](const Tensor<double, 1>& scores, auto loss) {
      double sum = 0, squares = 0;
      for (double score : scores) {
        const double term = loss(score);
        sum += term;
        squares += term * term;
      }
      const auto n = static_cast<double>(scores.size());
      const double mean = sum / n;
      return Estimate{mean, std::sqrt(std::max(0.0, squares / n - mean * mean) / n)};
    };
    const Estimate on_real = mean_of(real, [&](double s) { return objective.critic_real(s); });
    const Estimate on_fake = mean_of(fake, [&](double s) { return objective.critic_fake(s); });
    const double unit = std::abs(objective.estimate(1.0) - objective.estimate(0.0));
    return {objective.estimate(on_real.value + on_fake.value),
            unit * std::hypot(on_real.standard_error, on_fake.standard_error)};
  }

  Config config_;
  Device device_;
  Test test_;
  TrainedModel model_;
  typename Device::template Buffer<Scalar> real_, slope_;
  GanReport report_;
  Clock generated_at_;  // the forward whose fakes the model holds
  std::uint64_t time_ = 0;
  std::uint64_t position_ = 0;
};

}  // namespace saddle
