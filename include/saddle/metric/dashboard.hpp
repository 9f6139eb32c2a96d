// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/core/types.hpp>
#include <saddle/divergence/divergence.hpp>
#include <saddle/metric/critic_fit.hpp>
#include <saddle/metric/divergence_estimate.hpp>
#include <saddle/metric/log_ratio_critic.hpp>
#include <saddle/metric/two_samples.hpp>
#include <saddle/metric/variational_bound.hpp>

#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace saddle::inline per_set {

/// What one log-ratio critic says of two distributions, all divergences at once.
struct Dashboard {
  std::vector<DivergenceEstimate> rows;
};

/// The dashboard as a table, one line per divergence.
inline std::string to_string(const Dashboard& board) {
  std::string text = estimate_header() + "\n";
  for (const DivergenceEstimate& row : board.rows) text += to_string(row) + "\n";
  return text;
}

/// Estimates every divergence of `Divergences` by one critic, trained on `training` and read on
/// `held_out`.
///
/// Errors: ConfigError for samples that `Critic` does not take, or too few.
template <NetworkType Critic = PointCritic<1>, class Divergences = AllDivergences>
Dashboard dashboard(const TwoSamples& training, const TwoSamples& held_out,
                    const EstimateConfig& config = {}) {
  Dashboard board{std::vector<DivergenceEstimate>(Divergences::size)};
  LogRatioCritic<Critic>(training, config, [&](LogRatioCritic<Critic>& critic) {
    const Tensor<double, 1> p = critic(held_out.p), q = critic(held_out.q);
    auto row = board.rows.begin();
    for_each(Divergences{}, [&]<class D>(std::type_identity<D>) {
      DivergenceEstimate now = variational_bound<D>(p, q);
      now.follow(std::move(row->history), at_one<D>);
      *row++ = std::move(now);
    });
  });
  return board;
}

/// The same of samples of any shape, a share `held_out` of which the critic does not see.
///
/// Shapes: p, q (n, ...).
template <NetworkType Critic = PointCritic<1>, class Divergences = AllDivergences, class P, class Q>
  requires(!std::is_same_v<P, TwoSamples>)
Dashboard dashboard(const P& p, const Q& q, const EstimateConfig& config = {}) {
  const auto [training, held_out] = hold_out(as_two_samples(p, q), config.held_out, config.seed);
  return dashboard<Critic, Divergences>(training, held_out, config);
}

}  // namespace saddle::inline per_set
