// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/adversary/adversary.hpp>
#include <saddle/core/clock.hpp>
#include <saddle/core/describe.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/metric/common_scale.hpp>
#include <saddle/metric/two_samples.hpp>
#include <saddle/nn/elementwise.hpp>
#include <saddle/nn/linear.hpp>
#include <saddle/nn/network.hpp>
#include <saddle/optim/adam.hpp>
#include <saddle/optim/schedule.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace saddle::inline per_set {

/// A critic of points with `columns` numbers; smooth, because log p/q of smooth densities is.
template <std::size_t columns>
struct PointCritic
    : Network<Shape<columns>, Linear<64>, Softplus, Linear<64>, Softplus, Linear<1>> {};

/// How a critic is trained on samples.
struct EstimateConfig {
  std::uint64_t steps = 2'000;  // critic updates
  std::size_t batch = 512;      // samples per side
  double learning_rate = 3e-3;  // of Adam; falls linearly to 0 in the second half
  double held_out = 0.5;        // share of the samples that the critic never sees
  std::uint64_t seed = 1;

  SADDLE_DESCRIBE(EstimateConfig, steps, batch, learning_rate, held_out, seed);
};

/// Training data of a critic, on its scale.
struct CriticData {
  CommonScale scale;
  data::Dataset p, q;

  explicit CriticData(const TwoSamples& training)
      : scale(training),
        p("samples of p", scale(training.p)),
        q("samples of q", scale(training.q)) {}
};

/// One critic that learns to tell samples of p from samples of q by playing `Objective`.
template <class Objective, class Constraint, NetworkType Critic, class D = Cpu>
class CriticFit {
 public:
  using Input = typename Critic::Input;
  static constexpr std::size_t periods = 4;  ///< parts of a training, after each of which one looks

  /// Errors: ConfigError for no steps or an empty batch.
  explicit CriticFit(const EstimateConfig& config, const Constraint& constraint = {})
      : config_(checked(config)),
        test_(device_,
              {.constraint = constraint,
               .optimizer = {.learning_rate = config.learning_rate, .beta1 = 0.9, .beta2 = 0.99}},
              config.batch, config.seed),
        p_(D::zeros(config.batch * Input::size)),
        q_(D::zeros(config.batch * Input::size)) {}

  /// Part number `period` of the training.
  ///
  /// Errors: ConfigError for samples of another size than the critic's input, NumericError names
  ///         what is not finite.
  void train(const CriticData& data, std::size_t period) {
    if (data.scale.size() != Input::size) {
      throw ConfigError("samples",
                        std::to_string(Input::size) + " numbers each, as the critic takes",
                        std::to_string(data.scale.size()));
    }
    const std::size_t n = config_.batch;
    const std::uint64_t last = config_.steps * (period + 1) / periods;
    for (std::uint64_t step = config_.steps * period / periods; step < last; ++step) {
      const Clock clock{config_.seed, static_cast<std::uint32_t>(step + 1),
                        LinearDecay{}.factor(step, config_.steps)};
      const auto draw = [&](const data::Dataset& source, Write<D> to) {
        upload(device_, to, n * Input::size,
               [&](auto* out) { source.draw(out, n, config_.seed, step * n); });
      };
      draw(data.p, ref<D>(p_));
      draw(data.q, ref<D>(q_));
      test_.observe(device_, clock, n, {ConstBatch<Input, D>(ref<D>(p_))},
                    {ConstBatch<Input, D>(ref<D>(q_))});
    }
  }

  /// Shapes: x (n, size), scaled -> (n).
  Tensor<double, 1> scores(const Tensor<float, 2>& x) { return test_.critic().scores(device_, x); }

  /// The largest gradient that the score has at the samples, in the Euclidean norm.
  ///
  /// Shapes: x (n, size), scaled.
  double largest_slope(const Tensor<float, 2>& x) {
    double largest = 0;
    std::vector<typename D::Scalar> slopes(config_.batch * Input::size);
    for (std::size_t done = 0; done < x.shape(0); done += config_.batch) {
      const std::size_t n = std::min(config_.batch, x.shape(0) - done);
      upload(device_, ref<D>(p_), n * Input::size,
             [&](auto* out) { std::copy_n(&x(done, 0), n * Input::size, out); });
      test_.pull(device_, {config_.seed}, n, Side::real, {ConstBatch<Input, D>(ref<D>(p_))},
                 Batch<Input, D>(ref<D>(q_)));
      download(device_, slopes.data(), Read<D>(ref<D>(q_)), n * Input::size);
      for (std::size_t i = 0; i < n; ++i) {
        double square = 0;
        for (std::size_t k = 0; k < Input::size; ++k) {
          const auto slope = static_cast<double>(slopes[i * Input::size + k]);
          square += slope * slope;
        }
        largest = std::max(largest, std::sqrt(square) * static_cast<double>(n));
      }
    }
    return largest;
  }

  /// The critic's numbers, in the order of `parameter_blocks<Critic>`.
  auto& parameters() { return test_.learner().values(); }

 private:
  static EstimateConfig checked(const EstimateConfig& config) {
    if (config.steps == 0) throw ConfigError("steps", "at least 1", "0");
    constexpr std::size_t most = 1 << 20;
    if (config.batch == 0 || config.batch > most) {
      throw ConfigError("batch", std::string("1 to ") + std::to_string(most),
                        std::to_string(config.batch));
    }
    return config;
  }

  EstimateConfig config_;
  D device_;
  Adversary<Objective, Constraint, Critic, Adam, None, D> test_;
  typename D::template Buffer<typename D::Scalar> p_, q_;
};

}  // namespace saddle::inline per_set
