// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/constraint/gradient_penalty.hpp>
#include <saddle/core/describe/field.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/norm.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/core/text/name.hpp>
#include <saddle/core/types.hpp>
#include <saddle/divergence/check.hpp>
#include <saddle/divergence/concept.hpp>
#include <saddle/metric/estimate/critic_fit.hpp>
#include <saddle/metric/estimate/critic_view.hpp>
#include <saddle/metric/estimate/dashboard.hpp>
#include <saddle/metric/estimate/divergence_estimate.hpp>
#include <saddle/metric/estimate/two_samples.hpp>
#include <saddle/metric/estimate/variational_bound.hpp>
#include <saddle/objective/wasserstein.hpp>
#include <saddle/optim/schedule.hpp>

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

/// Estimates D_f(p||q) of any divergence, one of your own too, by a critic that is trained on a
/// part of `samples`, chosen by the rest of them and read on `held_out`: the row of `dashboard`.
///
///     estimate<KL>(p, q)                              // (n, any number of columns)
///     estimate<Pearson, MyCritic>(p, q, {.seed = 2})  // a network of your own
///
/// Errors: ConfigError for samples that `Critic` does not take, or too few.
template <Divergence D, NetworkType Critic = FeatureCritic>
DivergenceEstimate estimate(const TwoSamples& samples, const TwoSamples& held_out,
                            const EstimateConfig& config = {}) {
  static_assert(CheckedDivergence<D>::value);
  if constexpr (IsRuntimeChecked<D>) D::check();
  return dashboard<Critic, types<D>>(samples, held_out, config).rows.front();
}

/// The same of samples of any shape, each read by the one of two critics that never saw it.
///
/// Shapes: p, q (n, ...).
template <Divergence D, NetworkType Critic = FeatureCritic, class P, class Q>
  requires(!std::is_same_v<P, TwoSamples>)
DivergenceEstimate estimate(const P& p, const Q& q, const EstimateConfig& config = {}) {
  static_assert(CheckedDivergence<D>::value);
  if constexpr (IsRuntimeChecked<D>) D::check();
  return dashboard<Critic, types<D>>(p, q, config).rows.front();
}

/// The penalty's strength where none is given: an estimate wants slopes nearer to 1 than a
/// generator does.
template <class Constraint>
constexpr Constraint estimate_constraint() {
  if constexpr (std::is_same_v<Constraint, SlopePenalty>) return {.lambda = 100};
  else return {};
}

/// Estimates the Wasserstein-1 distance by a critic under any Lipschitz constraint.
///
/// No constraint holds the slope at 1 exactly, so the critic's difference of means is divided by
/// the largest slope found at held-out samples and between them: a lower bound, as far as that
/// finds the largest. Tail index and interval are those of the scores.
///
/// Units: those of the samples.
/// Errors: ConfigError for samples that `Critic` does not take, or too few.
///
///     estimate<Wasserstein, PointCritic<2>>(p, q)  // (n, 2)
///     estimate<Wasserstein, PointCritic<1>, WeightClip>(p, q, {}, {.bound = 0.1})
template <class Objective, NetworkType Critic = PointCritic<1>, class Constraint = SlopePenalty>
  requires(!Divergence<Objective>)
DivergenceEstimate estimate(const TwoSamples& training, const TwoSamples& held_out,
                            const EstimateConfig& config = {},
                            const Constraint& constraint = estimate_constraint<Constraint>()) {
  static_assert(std::is_same_v<typename Objective::GroundNorm, L2>,
                "estimate measures slopes in the Euclidean norm: use Wasserstein");
  static_assert(Constraint::enforces_lipschitz,
                "the Wasserstein distance needs a Lipschitz critic: use SlopePenalty, "
                "GradientPenalty, WeightClip or SpectralNorm");
  const CriticData data(training, Critic::Input::size);
  const TwoSamples scaled{data.scale(held_out.p), data.scale(held_out.q)};
  const std::size_t pairs = std::min(scaled.p.shape(0), scaled.q.shape(0));
  if (pairs < 2) {
    throw ConfigError(
        "estimate: held-out samples", "two or more on either side",
        std::to_string(scaled.p.shape(0)) + " and " + std::to_string(scaled.q.shape(0)));
  }
  Tensor<float, 2> between = xt::empty<float>({pairs, scaled.p.shape(1)});
  for (std::size_t i = 0; i < pairs; ++i) {
    for (std::size_t k = 0; k < between.shape(1); ++k) {
      between(i, k) = (scaled.p(i, k) + scaled.q(i, k)) / 2;
    }
  }
  CriticFit<Objective, Constraint, Critic> fit(config, constraint);
  DivergenceEstimate estimate;
  constexpr std::size_t periods = 4;  // after each of which one looks
  for (std::size_t period = 0; period < periods; ++period) {
    fit.train([&](Side side, auto* out, std::size_t n,
                  std::uint64_t position) { data.draw(side, out, n, config.seed, position); },
              config.steps * period / periods, config.steps * (period + 1) / periods,
              LearningRateDecay{});
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
                           .value = std::max(0.0, p.mean - q.mean),
                           .standard_error = std::sqrt(p.variance_of_mean + q.variance_of_mean),
                           .samples = pairs};
    constexpr double share = 0.01;  // of the value, that a tail must add to count
    now.tail_index = heavier(p.tail_index(share * now.value), q.tail_index(share * now.value));
    now.follow(std::move(estimate.history));
    estimate = std::move(now);
  }
  return estimate;
}

/// The same of samples of any shape, a share `config.held_out` of which the critic does not see.
///
/// Shapes: p, q (n, ...).
template <class Objective, NetworkType Critic = PointCritic<1>, class Constraint = SlopePenalty,
          class P, class Q>
  requires(!Divergence<Objective> && !std::is_same_v<P, TwoSamples>)
DivergenceEstimate estimate(const P& p, const Q& q, const EstimateConfig& config = {},
                            const Constraint& constraint = estimate_constraint<Constraint>()) {
  const auto [training, held_out] =
      hold_out(as_two_samples(p, q), checked(config).held_out, config.seed);
  return estimate<Objective, Critic, Constraint>(training, held_out, config, constraint);
}

}  // namespace saddle::inline per_set
