// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/adversary/adversary.hpp>
#include <saddle/backend/backend.hpp>
#include <saddle/core/clock.hpp>
#include <saddle/core/describe.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/data/source.hpp>
#include <saddle/gan/recipe.hpp>
#include <saddle/optim/schedule.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
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
  using Samples = Tensor<Scalar, Data::rank + 1>;

  static constexpr Recipe recipe = detail::recipe<Objective, Constraint, Experiment>();

  struct Config {
    std::uint64_t steps = recipe.steps;              // length of the run and its schedule
    std::size_t batch = recipe.batch;                // samples per side
    std::size_t critic_steps = recipe.critic_steps;  // critic updates per model update
    std::size_t critic_warmup = 0;                   // extra critic updates before the first
    bool reuse_fakes = false;                        // the model learns from the critic's fakes
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
  };

  explicit GanTrainer(Config config)
      : config_(checked(config)),
        test_(device_, {config.objective, config.constraint, config.critic_optimizer}, config.batch,
              config.seed),
        generator_("generator", 0, config.generator_optimizer, config.ema),
        tape_(config.batch),
        real_(Device::zeros(config.batch * Data::size)),
        latent_(Device::zeros(config.batch * Code::size)),
        slope_(Device::zeros(config.batch * Data::size)) {
    if constexpr (requires { Objective::check(); }) Objective::check();
    device_.reserve_scratch(Chain<Generator>::template scratch_size<Device>(config.batch));
    generator_.initialise(device_, config.seed);
  }

  /// One step of the algorithm: `critic_steps` critic updates on fresh samples, one model update.
  ///
  /// Errors: NumericError names step, network and term or parameter that is not finite.
  template <data::Source Source>
  void step(const Source& source) {
    try {
      const std::size_t updates =
          config_.critic_steps + (report_.step == 0 ? config_.critic_warmup : 0);
      for (std::size_t i = 0; i < updates; ++i) update_critic(source);
      update_generator();
    } catch (const NumericError& error) {
      throw NumericError("step " + std::to_string(report_.step + 1) + ": " + error.what());
    }
    ++report_.step;
  }

  /// `n` samples of the model in evaluation mode, from codes number `first` on of a fixed row:
  /// the same call gives the same codes at any time of the training. Shapes: (n, data...).
  Samples sample(std::size_t n, std::size_t first = 0) {
    return generate(n, [&](Write<Device> z, std::size_t count, std::size_t done) {
      Latent::draw(device_, z, count, first + done, evaluation_draw());
    });
  }

  /// `n` samples on the straight line between codes number `from` and `to`, both ends included.
  /// Shapes: (n, data...).
  Samples interpolate(std::size_t from, std::size_t to, std::size_t n) {
    Tensor<Scalar, 2> ends = Tensor<Scalar, 2>::from_shape({2, Code::size});
    for (std::size_t end = 0; end < 2; ++end) {
      Latent::draw(device_, ref<Device>(latent_), 1, end == 0 ? from : to, evaluation_draw());
      download(device_, &ends(end, 0), Read<Device>(ref<Device>(latent_)), Code::size);
    }
    return generate(n, [&](Write<Device> z, std::size_t count, std::size_t done) {
      upload(device_, z, count * Code::size, [&](Scalar* out) {
        for (std::size_t i = 0; i < count; ++i) {
          const auto share = static_cast<Scalar>(
              n > 1 ? static_cast<double>(done + i) / static_cast<double>(n - 1) : 0.0);
          for (std::size_t k = 0; k < Code::size; ++k) {
            *out++ = (1 - share) * ends(0, k) + share * ends(1, k);
          }
        }
      });
    });
  }

  /// The critic's features of real or generated samples. Shapes: x (n, data...) -> (n, features).
  template <class X>
  Tensor<Scalar, 2> features(const X& x) {
    constexpr std::size_t width = Test::Features::size;
    auto result = Tensor<Scalar, 2>::from_shape({x.shape()[0], width});
    for_each_chunk(x, [&](Read<Device> chunk, std::size_t count, std::size_t done) {
      const auto features = test_.features(device_, count, ConstBatch<Data, Device>(chunk));
      download(device_, &result(done, 0), Read<Device>(features.ref()), count * width);
    });
    return result;
  }

  /// The critic's mean score of every sample. Shapes: x (n, data...) -> (n).
  template <class X>
  Tensor<double, 1> scores(const X& x) {
    constexpr std::size_t patches = Test::Head::scores;
    auto result = Tensor<double, 1>::from_shape({x.shape()[0]});
    Tensor<Scalar, 1> host = Tensor<Scalar, 1>::from_shape({config_.batch * patches});
    auto scores = Device::zeros(config_.batch * patches);
    for_each_chunk(x, [&](Read<Device> chunk, std::size_t count, std::size_t done) {
      test_.evaluate(device_, count, ConstBatch<Data, Device>(chunk), ref<Device>(scores));
      download(device_, host.data(), Read<Device>(ref<Device>(scores)), count * patches);
      for (std::size_t i = 0; i < count; ++i) {
        double total = 0;
        for (std::size_t p = 0; p < patches; ++p) {
          total += static_cast<double>(host(i * patches + p));
        }
        result(done + i) = total / static_cast<double>(patches);
      }
    });
    return result;
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
  void plan(std::uint64_t last_step) { config_.steps = last_step; }

  const GanReport& report() const { return report_; }
  const Config& config() const { return config_; }
  Learner<Generator, GeneratorOptimizer, Device>& generator() { return generator_; }
  Learner<Critic, CriticOptimizer, Device>& critic() { return test_.learner(); }

  /// Calls f(name, buffer) for every buffer of the training state.
  template <class F>
  void visit(F&& f) {
    generator_.visit(f);
    test_.visit(f);
  }

 private:
  static Config checked(const Config& config) {
    if (config.batch == 0) throw ConfigError("batch", "at least 1", "0");
    if (config.critic_steps == 0) throw ConfigError("critic_steps", "at least 1", "0");
    return config;
  }

  Clock tick() {
    return {config_.seed, ++time_, config_.schedule.factor(report_.step, config_.steps)};
  }
  random::Draw evaluation_draw() const { return {config_.seed, 0, random::Stream::evaluation, 0}; }

  /// Runs the generator on fresh codes; the tape keeps what a pullback needs.
  Batch<Data, Device> forward_generator(Clock clock) {
    const std::size_t n = config_.batch;
    const Write<Device> z = ref<Device>(latent_);
    Latent::draw(device_, z, n, 0, clock.draw(random::Stream::latent));
    const Batch<Data, Device> fake = tape_.output(n);
    Chain<Generator>::forward(generator_pass(clock), ConstBatch<Code, Device>(z), fake);
    return fake;
  }
  auto generator_pass(Clock clock) {
    return generator_.train_pass(device_, config_.batch, tape_.cache(),
                                 clock.draw(random::Stream::dropout));
  }

  template <class Source>
  void update_critic(const Source& source) {
    const Clock clock = tick();
    const std::size_t n = config_.batch;
    const Write<Device> real = ref<Device>(real_);
    upload(device_, real, n * Data::size,
           [&](Scalar* out) { source.draw(out, n, config_.seed, position_); });
    position_ += n;
    const Batch<Data, Device> fake = forward_generator(clock);
    generated_at_ = clock;
    test_.observe(device_, clock, n, {ConstBatch<Data, Device>(real)}, {fake});
    report_.critic = test_.report();
  }

  void update_generator() {
    const Clock clock = tick();
    const std::size_t n = config_.batch;
    // Dropout in the generator is recomputed at the time of the forward that made these fakes.
    Clock generated = clock;
    Batch<Data, Device> fake = tape_.output(n);
    if (config_.reuse_fakes) generated.time = generated_at_.time;
    else fake = forward_generator(clock);
    const Batch<Data, Device> slope(ref<Device>(slope_));
    report_.generator_loss = test_.pull(device_, clock, n, Side::fake, {fake}, slope);
    if (!std::isfinite(report_.generator_loss)) {
      throw NumericError("generator: the loss is not finite");
    }
    Chain<Generator>::pullback(generator_pass(generated),
                               ConstBatch<Code, Device>(ref<Device>(latent_)), fake,
                               ConstBatch<Data, Device>(slope), Batch<Code, Device>{},
                               generator_.gradient(), Write<Device>{});
    generator_.update(device_, clock.rate_factor, NoProjection{});
  }

  template <class Codes>
  Samples generate(std::size_t n, Codes&& codes) {
    Samples result = Samples::from_shape(Data::batch_shape(n));
    for (std::size_t done = 0; done < n; done += config_.batch) {
      const std::size_t count = std::min(config_.batch, n - done);
      const Write<Device> z = ref<Device>(latent_);
      codes(z, count, done);
      const Batch<Data, Device> fake = tape_.output(count);
      Chain<Generator>::forward(generator_.eval_pass(device_, count, tape_.cache()),
                                ConstBatch<Code, Device>(z), fake);
      download(device_, result.data() + done * Data::size, Read<Device>(fake.ref()),
               count * Data::size);
    }
    return result;
  }

  template <class X, class F>
  void for_each_chunk(const X& x, F&& f) {
    if (x.size() != x.shape()[0] * Data::size) {
      throw ConfigError("samples", "(n, " + to_string(Data{}) + ")",
                        std::to_string(x.size() / std::max<std::size_t>(x.shape()[0], 1)) +
                            " numbers per sample");
    }
    const std::size_t n = x.shape()[0];
    auto numbers = x.begin();
    for (std::size_t done = 0; done < n; done += config_.batch) {
      const std::size_t count = std::min(config_.batch, n - done);
      upload(device_, ref<Device>(real_), count * Data::size, [&](Scalar* out) {
        for (std::size_t i = 0; i < count * Data::size; ++i) {
          *out++ = static_cast<Scalar>(*numbers++);
        }
      });
      f(Read<Device>(ref<Device>(real_)), count, done);
    }
  }

  /// Mean of the objective's critic losses over scores, as the number it reports.
  static Estimate bound(const Tensor<double, 1>& real, const Tensor<double, 1>& fake) {
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
    const Estimate on_real = mean_of(real, [](double s) { return Objective::critic_real(s); });
    const Estimate on_fake = mean_of(fake, [](double s) { return Objective::critic_fake(s); });
    const double unit = std::abs(Objective::estimate(1.0) - Objective::estimate(0.0));
    return {Objective::estimate(on_real.value + on_fake.value),
            unit * std::hypot(on_real.standard_error, on_fake.standard_error)};
  }

  Config config_;
  Device device_;
  Test test_;
  Learner<Generator, GeneratorOptimizer, Device> generator_;
  Tape<Generator, Device> tape_;
  typename Device::template Buffer<Scalar> real_, latent_, slope_;
  GanReport report_;
  Clock generated_at_;
  std::uint32_t time_ = 0;
  std::uint64_t position_ = 0;
};

}  // namespace saddle
