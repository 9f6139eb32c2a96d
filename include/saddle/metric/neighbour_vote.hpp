// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/divergence/exact.hpp>
#include <saddle/metric/column_scale.hpp>
#include <saddle/metric/neighbours.hpp>
#include <saddle/metric/two_samples.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace saddle::inline per_set {

/// How well the nearest known samples tell p from q: a witness that needs no training. Whatever a
/// vote achieves on samples that do not vote, the best test achieves too, so every divergence is at
/// least that of the votes.
struct NeighbourVote {
  std::size_t neighbours = 0;       ///< that vote on each sample
  double p_for_p = 0.5;             ///< share of the samples of p that are taken for p
  double q_for_p = 0.5;             ///< share of the samples of q that are taken for p
  double p_error = 0, q_error = 0;  ///< standard errors of these shares

  /// How often the vote is right where p and q are equally frequent.
  double accuracy() const { return (1 + p_for_p - q_for_p) / 2; }

  /// What the total variation is at least, 2 accuracy - 1 less its sampling error: 0 for equal
  /// laws, but once in 200 cases.
  double tv_at_least() const {
    return std::max(0.0, p_for_p - q_for_p - quantile * std::hypot(p_error, q_error));
  }

  /// What D_f is at least, as `tv_at_least`: that of the two shares, each drawn to the other.
  template <Divergence D>
  double at_least() const {
    if (!(tv_at_least() > 0)) return at_one<D>;
    const double step = quantile / std::hypot(p_error, q_error);
    const double p = p_for_p - step * p_error * p_error;
    const double q = q_for_p + step * q_error * q_error;
    return exact::bernoulli<D>(p, q);
  }

 private:
  static constexpr double quantile = 2.575829;  // of the normal distribution, for 99.5 %
};

/// The vote of the k nearest of `known` on every sample of `held_out`, k the odd number at the root
/// of their number a side.
///
/// Uses the first 10,000 samples of each.
///
/// Source: Lopez-Paz and Oquab 2017.
inline NeighbourVote neighbour_vote(const TwoSamples& known, const TwoSamples& held_out) {
  constexpr std::size_t most = 10'000;
  const ColumnScale scale(known);
  const std::size_t n = std::min({most, known.p.shape(0), known.q.shape(0)});
  const TwoSamples scaled{scale(rows_of(known.p, 0, n)), scale(rows_of(known.q, 0, n))};
  // Samples of p and q take turns, so that equally near ones of either have the same chance.
  Tensor<float, 2> voters = xt::empty<float>({2 * n, scale.size()});
  for (std::size_t i = 0; i < 2 * n; ++i) {
    std::copy_n(&(i % 2 == 0 ? scaled.p : scaled.q)(i / 2, 0), scale.size(), &voters(i, 0));
  }
  const std::size_t k = static_cast<std::size_t>(std::sqrt(static_cast<double>(n)) / 2) * 2 + 1;
  NeighbourVote vote{.neighbours = std::min(k, 2 * n - 1)};
  const auto share = [&](const Tensor<float, 2>& samples, double& for_p, double& error) {
    const Neighbours near = nearest(scale(rows_of(samples, 0, most)), voters, vote.neighbours);
    const std::size_t count = near.number.shape(0);
    std::size_t taken = 0;
    for (std::size_t i = 0; i < count; ++i) {
      std::size_t votes = 0;
      for (std::size_t j = 0; j < vote.neighbours; ++j) votes += near.number(i, j) % 2 == 0;
      taken += 2 * votes > vote.neighbours;
    }
    // A sample more on either side: that all votes agree does not make their share certain.
    const auto total = static_cast<double>(count);
    const double smooth = (static_cast<double>(taken) + 1) / (total + 2);
    for_p = static_cast<double>(taken) / total;
    error = std::sqrt(smooth * (1 - smooth) / total);
  };
  share(held_out.p, vote.p_for_p, vote.p_error);
  share(held_out.q, vote.q_for_p, vote.q_error);
  return vote;
}

}  // namespace saddle::inline per_set
