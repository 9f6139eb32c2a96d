// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/core/types.hpp>
#include <saddle/divergence/divergence.hpp>
#include <saddle/metric/critic_fit.hpp>
#include <saddle/metric/divergence_estimate.hpp>
#include <saddle/metric/log_ratio_critic.hpp>
#include <saddle/metric/two_samples.hpp>
#include <saddle/metric/variational_bound.hpp>
#include <saddle/nn/blocks.hpp>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace saddle::inline per_set {

/// What one log-ratio critic says of two distributions: all divergences and the density ratio at
/// once. The numbers depend on how the critic was trained, so that stands beside them.
struct Dashboard {
  std::vector<DivergenceEstimate> rows;
  /// log p/q at every sample. Shapes: x (n, numbers per sample) -> (n).
  std::function<Tensor<double, 1>(const Tensor<float, 2>&)> log_ratio{};
  std::string critic{};                    ///< its input and layers
  EstimateConfig config{};                 ///< of its training
  std::size_t training = 0, held_out = 0;  ///< samples of the smaller side
};

/// The dashboard as a table, one line per divergence.
inline std::string to_string(const Dashboard& board) {
  std::string text = estimate_header() + "\n";
  for (const DivergenceEstimate& row : board.rows) text += to_string(row) + "\n";
  return text;
}

namespace dashboard_rows {

/// Reads every row again at a later time of the training. Shapes: p, q (n), log p/q of samples.
template <class Divergences>
void follow(std::vector<DivergenceEstimate>& rows, const Tensor<double, 1>& p,
            const Tensor<double, 1>& q) {
  auto row = rows.begin();
  for_each(Divergences{}, [&]<class D>(std::type_identity<D>) {
    DivergenceEstimate now = variational_bound<D>(p, q);
    now.follow(std::move(row->history), at_one<D>);
    *row++ = std::move(now);
  });
}

}  // namespace dashboard_rows

/// Estimates every divergence of `Divergences` by one critic, trained on `training` and read on
/// `held_out`. The critic lives on in the dashboard's `log_ratio`.
///
/// Errors: ConfigError for samples that `Critic` does not take, or too few.
template <NetworkType Critic = PointCritic<1>, class Divergences = AllDivergences>
Dashboard dashboard(const TwoSamples& training, const TwoSamples& held_out,
                    const EstimateConfig& config = {}) {
  const auto smaller = [](const TwoSamples& two) {
    return std::min(two.p.shape(0), two.q.shape(0));
  };
  Dashboard board{.rows = std::vector<DivergenceEstimate>(Divergences::size),
                  .critic = to_string(typename Critic::Input{}),
                  .config = config,
                  .training = smaller(training),
                  .held_out = smaller(held_out)};
  for (const LayerRow& layer : layer_rows<Critic>()) {
    board.critic += ", " + layer.layer + " " + layer.output;
  }
  const auto critic = std::make_shared<LogRatioCritic<Critic>>(
      training, config, [&](LogRatioCritic<Critic>& trained) {
        dashboard_rows::follow<Divergences>(board.rows, trained(held_out.p), trained(held_out.q));
      });
  board.log_ratio = [critic](const Tensor<float, 2>& x) { return (*critic)(x); };
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
