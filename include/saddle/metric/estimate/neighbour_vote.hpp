// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/divergence/exact.hpp>
#include <saddle/metric/estimate/column_scale.hpp>
#include <saddle/metric/estimate/two_samples.hpp>
#include <saddle/metric/quality/neighbours.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace saddle::inline per_set {

/// How well the nearest known samples tell p from q: a witness that needs no training. Whatever a
/// vote achieves on samples that do not vote, the best test achieves too, so every divergence is at
/// least that of the votes.
struct NeighbourVote {
  std::size_t neighbours = 0;       ///< that vote on each sample
  double p_for_p = 0.5;             ///< share of the samples of p that are taken for p
  double q_for_p = 0.5;             ///< share of the samples of q that are taken for p
  double p_error = 0, q_error = 0;  ///< standard errors of these shares
  bool of_distances = false;        ///< whether nearness is that of the samples' own neighbours

  /// How often the vote is right where p and q are equally frequent.
  double accuracy() const { return (1 + p_for_p - q_for_p) / 2; }

  /// What the total variation is at least, 2 accuracy - 1 less its sampling error: 0 for equal
  /// laws, but once in 200 cases, though the better one of two votes counts.
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
  static constexpr double quantile = 2.807034;  // of the normal distribution, for 99.75 %
};

}  // namespace saddle::inline per_set

namespace saddle::detail {

/// The vote of the k nearest of `known` on every sample of `held_out`, k the odd number at the root
/// of their number a side. Shapes: as many of p as of q are known.
inline NeighbourVote vote_of_nearest(const TwoSamples& known, const TwoSamples& held_out) {
  const std::size_t n = known.p.shape(0), size = known.p.shape(1);
  // Samples of p and q take turns, so that equally near ones of either have the same chance.
  Tensor<float, 2> voters = xt::empty<float>({2 * n, size});
  for (std::size_t i = 0; i < 2 * n; ++i) {
    std::copy_n(&(i % 2 == 0 ? known.p : known.q)(i / 2, 0), size, &voters(i, 0));
  }
  const std::size_t k = static_cast<std::size_t>(std::sqrt(static_cast<double>(n)) / 2) * 2 + 1;
  NeighbourVote vote{.neighbours = std::min(k, 2 * n - 1)};
  const auto share = [&](const Tensor<float, 2>& samples, double& for_p, double& error) {
    const Neighbours near = nearest(samples, voters, vote.neighbours);
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

/// How far, in logarithms, samples are from p's and from q's known ones. No sample is its own
/// neighbour: `samples` are the known ones, or all of them are others.
///
/// Shapes: samples (n, size) of p and of q -> (n, 2) of p and of q.
inline TwoSamples distances_to(const TwoSamples& known, const TwoSamples& samples) {
  const auto square = [&](const Tensor<float, 2>& from, const Tensor<float, 2>& to) {
    const Itself self = &from == &to ? Itself::is_skipped : Itself::counts;
    return nearest(from, to, 1, self).square;
  };
  const auto both = [&](const Tensor<float, 2>& from) {
    const Tensor<double, 2> to_p = square(from, known.p), to_q = square(from, known.q);
    Tensor<float, 2> logs = xt::empty<float>({from.shape(0), std::size_t{2}});
    constexpr double least = 1e-30;  // of equal samples
    for (std::size_t i = 0; i < logs.shape(0); ++i) {
      logs(i, 0) = static_cast<float>(std::log(std::max(to_p(i, 0), least)));
      logs(i, 1) = static_cast<float>(std::log(std::max(to_q(i, 0), least)));
    }
    return logs;
  };
  return {both(samples.p), both(samples.q)};
}

}  // namespace saddle::detail

namespace saddle::inline per_set {

/// The vote of the nearest of `known` on every sample of `held_out`, in columns of unit size.
///
/// Among many columns, noise is blind to the nearest: all samples are nearest to those without. So
/// a second vote sees of each sample only how near its nearest of either side are, and the better
/// one counts.
///
/// Uses the first 10,000 samples of each.
///
/// Source: Lopez-Paz and Oquab 2017.
inline NeighbourVote neighbour_vote(const TwoSamples& known, const TwoSamples& held_out) {
  constexpr std::size_t most = 10'000;
  const ColumnScale scale(known);
  const std::size_t n = std::min({most, known.p.shape(0), known.q.shape(0)});
  const auto scaled = [&](const TwoSamples& samples, std::size_t count) {
    return TwoSamples{scale(rows_of(samples.p, 0, count)), scale(rows_of(samples.q, 0, count))};
  };
  const TwoSamples voters = scaled(known, n), others = scaled(held_out, most);
  const NeighbourVote vote = detail::vote_of_nearest(voters, others);
  if (scale.size() <= ColumnScale::widest_table) return vote;
  const TwoSamples near = detail::distances_to(voters, voters);
  const ColumnScale unit(near);
  const TwoSamples far = detail::distances_to(voters, others);
  NeighbourVote of_distances =
      detail::vote_of_nearest({unit(near.p), unit(near.q)}, {unit(far.p), unit(far.q)});
  of_distances.of_distances = true;
  return of_distances.tv_at_least() > vote.tv_at_least() ? of_distances : vote;
}

}  // namespace saddle::inline per_set
