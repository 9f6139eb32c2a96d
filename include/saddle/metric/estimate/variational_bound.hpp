// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/dual.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/running_mean.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/core/text/name.hpp>
#include <saddle/divergence/concept.hpp>
#include <saddle/divergence/exact.hpp>
#include <saddle/divergence/log_ratio.hpp>
#include <saddle/metric/estimate/divergence_estimate.hpp>
#include <saddle/metric/estimate/tail_index.hpp>
#include <saddle/objective/f_divergence.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace saddle::inline per_set {

/// The heavier of two tails; one that is not known (NaN) may be heavier than any.
inline double heavier(double a, double b) { return std::isnan(a) || a > b ? a : b; }

/// Mean, its variance and the tails of terms; tails without variance are smoothed first.
struct TermSummary {
  double mean = 0, variance_of_mean = 0;
  UpperTail upper, lower;

  /// Takes two terms or more.
  explicit TermSummary(std::vector<double> terms)
      : upper(smooth_tail(terms)), lower(smooth_tail(negate(terms))) {
    RunningMean negated;
    for (double term : terms) negated.add(term);
    mean = -negated.value();
    variance_of_mean = negated.variance();
  }

  /// The larger k-hat of the tails that add `weight` or more to the mean; NaN if one is not known.
  double tail_index(double weight) const {
    double largest = -std::numeric_limits<double>::infinity();
    for (const UpperTail& tail : {upper, lower}) {
      if (tail.weight >= weight) largest = heavier(largest, tail.excess.shape);
    }
    return largest;
  }

 private:
  static std::span<double> negate(std::vector<double>& terms) {
    for (double& term : terms) term = -term;
    return terms;
  }
};

/// The bound E_p T - E_q f*(T) of D_f(p||q) that log density ratios give: those of a critic, or the
/// exact ones, whose T* = f'(p/q) makes the bound tight.
///
/// In expectation it is a lower bound if the critic never saw these samples, but for what smoothing
/// takes from terms whose tail has no variance (`smooth_tail`). Tails count where their five
/// largest terms add a hundredth of the value or more. The bound is `diverging` where the terms'
/// tails are light and stretching all ratios, v -> (1 + e) v, would clearly raise it: at a critic's
/// optimum no such direction is left, and between disjoint supports there always is one. So is the
/// bound of a divergence without a greatest value where a hundredth of either side's log ratios lie
/// at the ends of what is told apart: they say how far that reaches, not how far the laws are. A
/// bound that is clearly below f(1), which a constant critic reaches, is `overfitted`.
///
/// `shift` is added to the log ratios: what `best_shift` found on other samples.
///
/// Shapes: log_ratio_p, log_ratio_q (n), of samples of p and of q.
/// Accuracy: log ratios beyond +-20 count as +-20, see `LogRatio`.
/// Errors: ConfigError for fewer than two samples on a side.
template <Divergence D>
DivergenceEstimate variational_bound(const Tensor<double, 1>& log_ratio_p,
                                     const Tensor<double, 1>& log_ratio_q, double shift = 0) {
  using Game = FDivergence<D, Saturating, LogRatio>;
  if (log_ratio_p.size() < 2 || log_ratio_q.size() < 2) {
    throw ConfigError(
        "variational_bound: samples", "two or more on either side",
        std::to_string(log_ratio_p.size()) + " and " + std::to_string(log_ratio_q.size()));
  }
  const auto summaries = [&](const Tensor<double, 1>& log_ratio, auto term) {
    std::vector<double> values, stretches;
    for (double v : log_ratio) {
      const Dual<double> result = term(Dual<double>{v + shift, v});
      values.push_back(result.value);
      stretches.push_back(result.slope);
    }
    return std::pair(TermSummary(std::move(values)), TermSummary(std::move(stretches)));
  };
  const auto [t, t_stretch] =
      summaries(log_ratio_p, [](const Dual<double>& v) { return -Game::critic_real(v); });
  const auto [conjugate, conjugate_stretch] =
      summaries(log_ratio_q, [](const Dual<double>& v) { return -Game::critic_fake(v); });
  const double bound = t.mean + conjugate.mean;
  DivergenceEstimate estimate{
      .name = full_name<D>(),
      .value = bound > at_one<D> ? bound : at_one<D>,
      .least = at_one<D>,
      .greatest = exact::disjoint<D>(),
      .standard_error = std::sqrt(t.variance_of_mean + conjugate.variance_of_mean),
      .samples = std::min(log_ratio_p.size(), log_ratio_q.size())};
  const auto tail_of = [](const TermSummary& a, const TermSummary& b, double size) {
    constexpr double share = 0.01, tiny = 0.001;  // of what the terms add up to, and at least
    const double weight = std::max(share * std::abs(size), tiny);
    return heavier(a.tail_index(weight), b.tail_index(weight));
  };
  estimate.tail_index = tail_of(t, conjugate, bound - at_one<D>);
  constexpr double rounding = 1e-9;
  estimate.overfitted =
      bound + DivergenceEstimate::quantile * estimate.standard_error < at_one<D> - rounding;
  const double growth = t_stretch.mean + conjugate_stretch.mean;
  const double error = std::sqrt(t_stretch.variance_of_mean + conjugate_stretch.variance_of_mean);
  const double heaviest =
      heavier(estimate.tail_index, tail_of(t_stretch, conjugate_stretch, growth));
  constexpr double large = 0.2, tiny = 1e-3;  // per unit of the stretch
  estimate.diverging = heaviest < DivergenceEstimate::heavy && growth > 3 * error &&
                       growth > std::max(large * std::abs(estimate.value - at_one<D>), tiny);
  const auto share_held = [&](const Tensor<double, 1>& log_ratio) {
    const auto held = std::ranges::count_if(
        log_ratio, [&](double v) { return std::abs(v + shift) >= LogRatio::limit; });
    return static_cast<double>(held) / static_cast<double>(log_ratio.size());
  };
  constexpr double some = 0.01;
  if (!std::isfinite(estimate.greatest) &&
      std::max(share_held(log_ratio_p), share_held(log_ratio_q)) > some) {
    estimate.diverging = true;
  }
  return estimate;
}

/// The shift of the log ratios whose bound is surely the largest on these samples: two standard
/// errors below the mean.
///
/// Where p and q are nearly equal a critic's sign is chance, and a divergence with a kink at p = q
/// (total variation) pays for it: it had better decide only where the critic is sure.
template <Divergence D>
double best_shift(const Tensor<double, 1>& log_ratio_p, const Tensor<double, 1>& log_ratio_q) {
  using Game = FDivergence<D, Saturating, LogRatio>;
  const auto moments = [](const Tensor<double, 1>& log_ratio, auto term) {
    RunningMean mean;
    for (double v : log_ratio) mean.add(term(v));
    return std::pair(mean.value(), mean.variance());
  };
  double best = 0, highest = -std::numeric_limits<double>::infinity();
  for (const double size : {0.0, 0.05, 0.1, 0.2, 0.4, 0.8}) {
    for (const double shift : {size, -size}) {
      const auto [p, p_variance] =
          moments(log_ratio_p, [&](double v) { return -Game::critic_real(v + shift); });
      const auto [q, q_variance] =
          moments(log_ratio_q, [&](double v) { return -Game::critic_fake(v + shift); });
      const double sure = p + q - 2 * std::sqrt(p_variance + q_variance);
      if (sure > highest) {
        highest = sure;
        best = shift;
      }
    }
  }
  return best;
}

}  // namespace saddle::inline per_set
