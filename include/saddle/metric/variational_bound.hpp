// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/dual.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/name.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/divergence/concept.hpp>
#include <saddle/divergence/log_ratio.hpp>
#include <saddle/metric/divergence_estimate.hpp>
#include <saddle/metric/tail_index.hpp>
#include <saddle/objective/f_divergence.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace saddle::inline per_set {

/// Mean, its variance and the heavier tail of terms; tails without variance are smoothed first.
struct TermSummary {
  double mean = 0, variance_of_mean = 0, tail = 0;

  /// Takes two terms or more.
  explicit TermSummary(std::vector<double> terms) {
    const double upper = smooth_tail(terms);
    for (double& term : terms) term = -term;
    tail = std::max(upper, smooth_tail(terms));
    const auto n = static_cast<double>(terms.size());
    for (double term : terms) mean -= term / n;
    for (double term : terms) variance_of_mean += (term + mean) * (term + mean) / (n * (n - 1));
  }
};

/// The bound E_p T - E_q f*(T) of D_f(p||q) that log density ratios give: those of a critic, or the
/// exact ones, whose T* = f'(p/q) makes the bound tight.
///
/// In expectation it is a lower bound if the critic never saw these samples, but for what smoothing
/// takes from terms whose tail has no variance (`smooth_tail`). It is `rising` where
/// the terms' tails are light and stretching all ratios, v -> (1 + e) v, would clearly raise it: at
/// a critic's optimum no such direction is left, and between disjoint supports there always is one.
///
/// Shapes: log_ratio_p, log_ratio_q (n), of samples of p and of q.
/// Accuracy: log ratios beyond +-20 count as +-20, see `LogRatio`.
/// Errors: ConfigError for fewer than two samples on a side.
template <Divergence D>
DivergenceEstimate variational_bound(const Tensor<double, 1>& log_ratio_p,
                                     const Tensor<double, 1>& log_ratio_q) {
  using Game = FDivergence<D, Saturating, LogRatio>;
  if (log_ratio_p.size() < 2 || log_ratio_q.size() < 2) {
    throw ConfigError(
        "variational_bound: samples", "two or more on either side",
        std::to_string(log_ratio_p.size()) + " and " + std::to_string(log_ratio_q.size()));
  }
  const auto summaries = [](const Tensor<double, 1>& log_ratio, auto term) {
    std::vector<double> values, stretches;
    for (double v : log_ratio) {
      const Dual<double> result = term(Dual<double>{v, v});
      values.push_back(result.value);
      stretches.push_back(result.slope);
    }
    return std::pair(TermSummary(std::move(values)), TermSummary(std::move(stretches)));
  };
  const auto [t, t_stretch] =
      summaries(log_ratio_p, [](const Dual<double>& v) { return -Game::critic_real(v); });
  const auto [conjugate, conjugate_stretch] =
      summaries(log_ratio_q, [](const Dual<double>& v) { return -Game::critic_fake(v); });
  DivergenceEstimate estimate{
      .name = full_name<D>(),
      .value = t.mean + conjugate.mean,
      .standard_error = std::sqrt(t.variance_of_mean + conjugate.variance_of_mean),
      .tail_index = std::max(t.tail, conjugate.tail)};
  const double growth = t_stretch.mean + conjugate_stretch.mean;
  const double error = std::sqrt(t_stretch.variance_of_mean + conjugate_stretch.variance_of_mean);
  const double heaviest = std::max({estimate.tail_index, t_stretch.tail, conjugate_stretch.tail});
  constexpr double large = 0.2, tiny = 1e-3;  // per unit of the stretch
  estimate.rising = heaviest < DivergenceEstimate::heavy && growth > 3 * error &&
                    growth > std::max(large * std::abs(estimate.value - at_one<D>), tiny);
  return estimate;
}

}  // namespace saddle::inline per_set
