// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/adversary/adversary.hpp>
#include <saddle/core/clock.hpp>
#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/field.hpp>
#include <saddle/core/describe/limits.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/metric/estimate/two_samples.hpp>
#include <saddle/metric/quality/common_scale.hpp>
#include <saddle/nn/chain/elementwise.hpp>
#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/layer/linear.hpp>
#include <saddle/optim/adam.hpp>
#include <saddle/optim/schedule.hpp>

#include <algorithm>
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
  std::uint64_t steps = 4'000;  // critic updates, at most where validation samples end them
  std::size_t batch = 256;      // samples per side
  double learning_rate = 1e-3;  // of Adam
  double held_out = 0.5;        // share that the first critic does not see, the second one does
  double validation = 1.0 / 3;  // share of the others that says when to stop, and which is best
  std::uint64_t patience = 10;  // looks at the validation samples without gain before the end
  std::uint64_t seed = 1;

  SADDLE_DESCRIBE(EstimateConfig, steps, batch, learning_rate, held_out, validation, patience,
                  seed);
  static constexpr Bounded bounded[]{
      {"steps", {1, limits::steps.high, "a whole number from 1 to 2^32 - 1"}},
      {"batch", limits::size},
      {"learning_rate", limits::not_negative},
      {"held_out", limits::share},
      {"validation", limits::share},
      {"patience", limits::count},
      {"seed", limits::whole}};
};

/// Training data of a critic, on its scale.
struct CriticData {
  CommonScale scale;
  data::Dataset p, q;

  /// Errors: ConfigError for samples of another size than `wanted`.
  CriticData(const TwoSamples& training, std::size_t wanted)
      : scale(training),
        p("samples of p", scale(training.p)),
        q("samples of q", scale(training.q)) {
    if (scale.size() != wanted) {
      throw ConfigError("samples", std::to_string(wanted) + " numbers each, as the critic takes",
                        std::to_string(scale.size()));
    }
  }

  /// Shapes: out (n, size).
  void draw(Side side, float* out, std::size_t n, std::uint64_t seed,
            std::uint64_t position) const {
    (side == Side::real ? p : q).draw(out, n, seed, position);
  }
};

/// One critic that learns to tell samples of p from samples of q by playing `Objective`.
template <class Objective, class Constraint, NetworkType Critic, class D = Cpu>
class CriticFit {
 public:
  using Input = typename Critic::Input;

  /// Errors: ConfigError for a number outside of its limits.
  explicit CriticFit(const EstimateConfig& config, const Constraint& constraint = {})
      : config_(checked(config)),
        test_({device_, config.batch, config.seed, 1, "the critic"},
              {.constraint = constraint,
               .optimizer = {.learning_rate = config.learning_rate, .beta1 = 0.9, .beta2 = 0.99}}),
        p_(D::zeros(config.batch * Input::size)),
        q_(D::zeros(config.batch * Input::size)) {}

  /// Steps first, ..., last - 1 of the training. draw(side, out, n, position) writes a batch of
  /// samples (n, input...) of p (`Side::real`) or q as the critic takes them.
  ///
  /// Errors: NumericError names what is not finite.
  template <class Draw, class Schedule = Constant>
  void train(Draw draw, std::uint64_t first, std::uint64_t last, const Schedule& schedule = {}) {
    const std::size_t n = config_.batch;
    for (std::uint64_t step = first; step < last; ++step) {
      const Clock clock{config_.seed, static_cast<std::uint32_t>(step + 1),
                        schedule.factor(step, config_.steps)};
      const auto load = [&](Side side, auto& to) {
        upload(device_, ref<D>(to), n * Input::size,
               [&](auto* out) { draw(side, out, n, step * n); });
      };
      load(Side::real, p_);
      load(Side::fake, q_);
      test_.observe(device_, clock, n, {ConstBatch<Input, D>(ref<D>(p_))},
                    {ConstBatch<Input, D>(ref<D>(q_))});
    }
  }

  /// Shapes: x (n, input...) -> (n).
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
  EstimateConfig config_;
  D device_;
  Adversary<Objective, Constraint, Critic, Adam, None, D> test_;
  typename D::template Buffer<typename D::Scalar> p_, q_;
};

}  // namespace saddle::inline per_set
