// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/constraint/unconstrained.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/metric/critic_fit.hpp>
#include <saddle/metric/two_samples.hpp>
#include <saddle/objective/minimax.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>

namespace saddle::inline per_set {

/// A critic whose score is log p/q, learned by telling p from q (logistic regression, which is the
/// original GAN's critic): its slopes are bounded whatever the tails of p and q.
///
/// Shapes: samples (n, numbers per sample).
template <NetworkType Critic = PointCritic<1>>
class LogRatioCritic {
 public:
  /// Trains on the samples; `watch()` is called `CriticFit::periods` times on the way.
  template <class Watch>
  LogRatioCritic(const TwoSamples& training, const EstimateConfig& config, Watch watch)
      : data_(training), fit_(config) {
    for (std::size_t period = 0; period < Fit::periods; ++period) {
      fit_.train(data_, period);
      watch(*this);
    }
  }
  explicit LogRatioCritic(const TwoSamples& training, const EstimateConfig& config = {})
      : LogRatioCritic(training, config, [](LogRatioCritic&) {}) {}

  /// log p/q at every sample. Shapes: x (n, ...) -> (n).
  template <class X>
  Tensor<double, 1> operator()(const X& x) {
    return fit_.scores(data_.scale(as_rows(x)));
  }

  /// The density ratio p/q at every sample. Shapes: x (n, ...) -> (n).
  template <class X>
  Tensor<double, 1> density_ratio(const X& x) {
    Tensor<double, 1> ratio = (*this)(x);
    for (double& v : ratio) v = std::exp(v);
    return ratio;
  }

 private:
  using Fit = CriticFit<Minimax, Unconstrained, Critic>;

  CriticData data_;
  Fit fit_;
};

}  // namespace saddle::inline per_set
