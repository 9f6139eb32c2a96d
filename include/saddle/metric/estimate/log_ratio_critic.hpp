// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/constraint/unconstrained.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/math.hpp>
#include <saddle/core/running_mean.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/metric/estimate/critic_fit.hpp>
#include <saddle/metric/estimate/critic_view.hpp>
#include <saddle/metric/estimate/logistic_fit.hpp>
#include <saddle/metric/estimate/two_samples.hpp>
#include <saddle/objective/minimax.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <numbers>
#include <optional>
#include <utility>
#include <vector>

namespace saddle::inline per_set {

/// A critic whose score is log p/q, learned by telling p from q (logistic regression, which is the
/// original GAN's critic): its slopes are bounded whatever the tails of p and q.
///
/// Several networks see the samples at different scales (`CriticView`). Each is trained until the
/// bound on validation samples stops rising, and the best of it is kept, or nothing where it is
/// not surely better than a constant. The score is their weighted sum, by regression on the same
/// validation samples. At most 50,000 samples a side are trained on.
///
/// Shapes: samples (n, numbers per sample).
template <NetworkType Critic = FeatureCritic>
class LogRatioCritic {
 public:
  static constexpr std::size_t most_training = 50'000;  ///< samples a side, whose features are kept

  /// Errors: ConfigError for samples that `Critic` does not take, NumericError names what is not
  ///         finite.
  LogRatioCritic(const TwoSamples& training, const TwoSamples& validation,
                 const EstimateConfig& config = {})
      : view_(training, config.seed) {
    const TwoSamples known = first_rows(training, most_training);
    EstimateConfig own = config;  // not more samples a step than there are
    own.batch = std::min({config.batch, known.p.shape(0), known.q.shape(0)});
    std::vector<Course> courses;
    double least = of_a_constant;
    for (std::size_t which = 0; which < View::count; ++which) {
      fits_.emplace_back(own);
      courses.push_back(train(which, known, validation, own));
      least = std::min(least, courses.back().loss);
    }
    rising_ = std::any_of(courses.begin(), courses.end(), [&](const Course& course) {
      return course.rise > 0 && course.loss - course.rise < least;
    });
    weights_.emplace(scores(validation.p), scores(validation.q));
  }

  /// The same with a share `config.validation` of the samples for validation.
  explicit LogRatioCritic(const TwoSamples& samples, const EstimateConfig& config = {})
      : LogRatioCritic(hold_out_validation(samples, config), config) {}

  /// log p/q at every sample. Shapes: x (n, ...) -> (n).
  template <class X>
  Tensor<double, 1> operator()(const X& x) {
    return (*weights_)(scores(as_rows(x)));
  }

  /// The density ratio p/q at every sample. Shapes: x (n, ...) -> (n).
  template <class X>
  Tensor<double, 1> density_ratio(const X& x) {
    Tensor<double, 1> ratio = (*this)(x);
    for (double& v : ratio) v = std::exp(v);
    return ratio;
  }

  /// Whether the last step came while the bound on validation samples still rose, that of the best
  /// network or of one that would soon be the best.
  bool rising() const { return rising_; }

  /// Steps of all networks together.
  std::uint64_t steps() const { return steps_; }

  /// Splits samples into those to train on and those for validation, not more than these need.
  static std::pair<TwoSamples, TwoSamples> hold_out_validation(const TwoSamples& samples,
                                                               const EstimateConfig& config) {
    constexpr double enough = 20'000;
    const auto n = static_cast<double>(std::max(samples.p.shape(0), samples.q.shape(0)));
    return hold_out(samples, std::min(config.validation, enough / n), config.seed, "validation");
  }

 private:
  using View = CriticView<Critic>;
  using Fit = CriticFit<Minimax, Unconstrained, Critic>;

  static constexpr double of_a_constant = 2 * std::numbers::ln2;  // its loss

  /// How a network's training ended: the loss on validation samples, and by how much it still fell
  /// in the last quarter where the steps ended it.
  struct Course {
    double loss, rise;
  };

  LogRatioCritic(const std::pair<TwoSamples, TwoSamples>& parts, const EstimateConfig& config)
      : LogRatioCritic(parts.first, parts.second, config) {}

  Course train(std::size_t which, const TwoSamples& training, const TwoSamples& validation,
               const EstimateConfig& config) {
    Fit& fit = fits_[which];
    useful_.push_back(false);
    const data::Dataset p("samples of p", view_(which, training.p));
    const data::Dataset q("samples of q", view_(which, training.q));
    const TwoSamples inputs{view_(which, validation.p), view_(which, validation.q)};
    const auto draw = [&](Side side, float* out, std::size_t n, std::uint64_t position) {
      (side == Side::real ? p : q).draw(out, n, config.seed, position);
    };
    const std::uint64_t look =
        std::clamp<std::uint64_t>(std::min(p.rows(), q.rows()) / config.batch, 40, 100);
    constexpr double gain = 1e-5, separated = 1e-5;
    double least = of_a_constant, earlier = least;  // losses: the best, and before the last quarter
    auto best = fit.parameters();
    std::uint64_t idle = 0;
    std::uint64_t step = 0;
    while (step < config.steps && idle < config.patience && least > separated) {
      const std::uint64_t next = std::min(step + look, config.steps);
      fit.train(draw, step, next);
      step = next;
      const double loss = loss_of(fit, inputs).mean;
      if (4 * step <= 3 * config.steps) earlier = std::min(earlier, loss);
      if (loss < least - gain) {
        least = loss;
        best = fit.parameters();
        idle = 0;
      } else {
        ++idle;
      }
    }
    fit.parameters() = best;
    const Loss kept = loss_of(fit, inputs);
    constexpr double sure = 3;  // standard errors, for the best of many looks
    useful_[which] = of_a_constant - kept.mean > sure * kept.error;
    steps_ += step;
    constexpr double clear = 0.05;  // of the bound
    const bool rises = idle < config.patience && least > separated &&
                       earlier - least > std::max(clear * (of_a_constant - least), 1e-3);
    return {least, rises ? earlier - least : 0};
  }

  struct Loss {
    double mean, error;
  };

  /// The logistic loss and its standard error; `inputs` are those of the network.
  static Loss loss_of(Fit& fit, const TwoSamples& inputs) {
    double loss = 0, variance = 0;
    for (const auto& [side, sign] : {std::pair(&inputs.p, -1), std::pair(&inputs.q, 1)}) {
      RunningMean mean;
      for (double v : fit.scores(*side)) mean.add(math::softplus(sign * v));
      loss += mean.value();
      variance += mean.variance();
    }
    return {loss, std::sqrt(variance)};
  }

  /// Shapes: x (n, size) -> (n, networks).
  Tensor<double, 2> scores(const Tensor<float, 2>& x) {
    constexpr std::size_t at_once = 4'096;
    constexpr double most = 20;
    Tensor<double, 2> result = xt::zeros<double>({x.shape(0), fits_.size()});
    for (std::size_t done = 0; done < x.shape(0); done += at_once) {
      const Tensor<float, 2> part = rows_of(x, done, at_once);
      for (std::size_t which = 0; which < fits_.size(); ++which) {
        if (!useful_[which]) continue;
        const Tensor<double, 1> column = fits_[which].scores(view_(which, part));
        for (std::size_t i = 0; i < column.size(); ++i) {
          result(done + i, which) = std::clamp(column(i), -most, most);
        }
      }
    }
    return result;
  }

  View view_;
  std::deque<Fit> fits_;
  std::vector<bool> useful_;  // which networks are surely better than a constant
  std::optional<LogisticFit> weights_;
  bool rising_ = false;
  std::uint64_t steps_ = 0;
};

}  // namespace saddle::inline per_set
