// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/constraint/gradient_penalty.hpp>
#include <saddle/constraint/unconstrained.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/name.hpp>
#include <saddle/core/norm.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/divergence/check.hpp>
#include <saddle/divergence/concept.hpp>
#include <saddle/metric/critic_fit.hpp>
#include <saddle/metric/divergence_estimate.hpp>
#include <saddle/metric/two_samples.hpp>
#include <saddle/metric/variational_bound.hpp>
#include <saddle/objective/f_divergence.hpp>
#include <saddle/objective/minimax.hpp>
#include <saddle/objective/wasserstein.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace saddle::inline per_set {

/// A slope above 1 costs, one below does not. The two-sided penalty has a second optimum, the best
/// critic upside down, where one that starts with the wrong sign stays.
using SlopePenalty = BasicGradientPenalty<OneSided, Interpolates, L2>;

/// The constraint on an estimate's critic where none is named.
template <class Target>
using EstimateConstraint = std::conditional_t<Divergence<Target>, Unconstrained, SlopePenalty>;

/// Its strength where none is given: an estimate wants slopes nearer to 1 than a generator does.
template <class Constraint>
constexpr Constraint estimate_constraint() {
  if constexpr (std::is_same_v<Constraint, SlopePenalty>) return {.lambda = 100};
  else return {};
}

/// Estimates D_f(p||q) of any divergence, one of your own too, by a critic trained for it.
///
/// The critic's score is log p/q. For the first half it learns to tell p from q, where its slopes
/// are bounded, then it plays the game of D itself; the bound is taken on the held-out samples.
///
/// Errors: ConfigError for samples that `Critic` does not take, or too few.
/// Source: Nguyen, Wainwright and Jordan 2010 (the bound); Nowozin et al. 2016.
template <Divergence D, NetworkType Critic = PointCritic<1>, class Constraint = Unconstrained>
DivergenceEstimate estimate_divergence(
    const TwoSamples& training, const TwoSamples& held_out, const EstimateConfig& config = {},
    const Constraint& constraint = estimate_constraint<Constraint>()) {
  static_assert(CheckedDivergence<D>::value);
  if constexpr (IsRuntimeChecked<D>) D::check();
  const CriticData data(training);
  const TwoSamples scaled{data.scale(held_out.p), data.scale(held_out.q)};
  DivergenceEstimate estimate;
  const auto play = [&](auto& fit, std::size_t first, std::size_t last) {
    for (std::size_t period = first; period < last; ++period) {
      fit.train(data, period);
      DivergenceEstimate now = variational_bound<D>(fit.scores(scaled.p), fit.scores(scaled.q));
      now.follow(std::move(estimate.history), at_one<D>);
      estimate = std::move(now);
    }
  };
  CriticFit<Minimax, Constraint, Critic> classifier(config, constraint);
  CriticFit<FDivergence<D, Saturating, LogRatio>, Constraint, Critic> critic(config, constraint);
  play(classifier, 0, classifier.periods / 2);
  critic.parameters() = classifier.parameters();
  play(critic, critic.periods / 2, critic.periods);
  return estimate;
}

/// Estimates the Wasserstein-1 distance by a critic under any Lipschitz constraint.
///
/// No constraint holds the slope at 1 exactly, so the critic's difference of means is divided by
/// the largest slope found at held-out samples and between them: a lower bound, as far as that
/// finds the largest. Tail index and interval are those of the scores.
///
/// Units: those of the samples.
/// Errors: ConfigError for samples that `Critic` does not take, or too few.
template <class Objective, NetworkType Critic = PointCritic<1>, class Constraint = SlopePenalty>
DivergenceEstimate estimate_wasserstein(
    const TwoSamples& training, const TwoSamples& held_out, const EstimateConfig& config = {},
    const Constraint& constraint = estimate_constraint<Constraint>()) {
  static_assert(std::is_same_v<typename Objective::GroundNorm, L2>,
                "estimate measures slopes in the Euclidean norm: use Wasserstein");
  static_assert(Constraint::enforces_lipschitz,
                "the Wasserstein distance needs a Lipschitz critic: use SlopePenalty, "
                "GradientPenalty, WeightClip or SpectralNorm");
  const CriticData data(training);
  const TwoSamples scaled{data.scale(held_out.p), data.scale(held_out.q)};
  const std::size_t pairs = std::min(scaled.p.shape(0), scaled.q.shape(0));
  Tensor<float, 2> between = xt::empty<float>({pairs, scaled.p.shape(1)});
  for (std::size_t i = 0; i < pairs; ++i) {
    for (std::size_t k = 0; k < between.shape(1); ++k) {
      between(i, k) = (scaled.p(i, k) + scaled.q(i, k)) / 2;
    }
  }
  CriticFit<Objective, Constraint, Critic> fit(config, constraint);
  DivergenceEstimate estimate;
  for (std::size_t period = 0; period < fit.periods; ++period) {
    fit.train(data, period);
    const double slope = std::max(
        {fit.largest_slope(scaled.p), fit.largest_slope(scaled.q), fit.largest_slope(between)});
    const double unit = slope > 0 ? data.scale.scale() / slope : 0;
    const auto summary = [&](const Tensor<float, 2>& x) {
      std::vector<double> distances;
      for (double score : fit.scores(x)) distances.push_back(score * unit);
      return TermSummary(std::move(distances));
    };
    const TermSummary p = summary(scaled.p), q = summary(scaled.q);
    DivergenceEstimate now{.name = full_name<Objective>(),
                           .value = p.mean - q.mean,
                           .standard_error = std::sqrt(p.variance_of_mean + q.variance_of_mean),
                           .tail_index = std::max(p.tail, q.tail)};
    now.follow(std::move(estimate.history), 0);
    estimate = std::move(now);
  }
  return estimate;
}

/// Estimates a divergence or the Wasserstein distance by a critic that is trained on `training` and
/// read on `held_out`.
template <class Target, NetworkType Critic = PointCritic<1>,
          class Constraint = EstimateConstraint<Target>>
DivergenceEstimate estimate(const TwoSamples& training, const TwoSamples& held_out,
                            const EstimateConfig& config = {},
                            const Constraint& constraint = estimate_constraint<Constraint>()) {
  if constexpr (Divergence<Target>) {
    return estimate_divergence<Target, Critic>(training, held_out, config, constraint);
  } else {
    return estimate_wasserstein<Target, Critic>(training, held_out, config, constraint);
  }
}

/// The same of samples of any shape, a share `config.held_out` of which the critic does not see:
///
///     estimate<KL>(p, q)                                             // (n, 1)
///     estimate<Pearson, PointCritic<2>>(p, q, {.steps = 2'000})      // (n, 2)
///     estimate<Wasserstein, PointCritic<1>, WeightClip>(p, q, {}, {.bound = 0.1})
///
/// Shapes: p, q (n, ...).
template <class Target, NetworkType Critic = PointCritic<1>,
          class Constraint = EstimateConstraint<Target>, class P, class Q>
  requires(!std::is_same_v<P, TwoSamples>)
DivergenceEstimate estimate(const P& p, const Q& q, const EstimateConfig& config = {},
                            const Constraint& constraint = estimate_constraint<Constraint>()) {
  const auto [training, held_out] = hold_out(as_two_samples(p, q), config.held_out, config.seed);
  return estimate<Target, Critic>(training, held_out, config, constraint);
}

}  // namespace saddle::inline per_set
