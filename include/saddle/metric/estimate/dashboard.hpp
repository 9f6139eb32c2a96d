// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe/field.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/core/types.hpp>
#include <saddle/divergence/divergence.hpp>
#include <saddle/metric/estimate/critic_fit.hpp>
#include <saddle/metric/estimate/critic_reading.hpp>
#include <saddle/metric/estimate/critic_view.hpp>
#include <saddle/metric/estimate/divergence_estimate.hpp>
#include <saddle/metric/estimate/neighbour_vote.hpp>
#include <saddle/metric/estimate/random_features.hpp>
#include <saddle/metric/estimate/two_samples.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>
#include <type_traits>
#include <vector>

namespace saddle::inline per_set {

/// What one log-ratio critic says of two distributions: all divergences and the density ratio at
/// once, and beside it a witness that needs no critic. The numbers depend on how the critic was
/// trained, so that stands beside them.
struct Dashboard {
  std::vector<DivergenceEstimate> rows{};
  NeighbourVote witness{};
  /// log p/q at every sample. Shapes: x (n, numbers per sample) -> (n).
  std::function<Tensor<double, 1>(const Tensor<float, 2>&)> log_ratio{};
  std::string critic{};                    ///< its input and layers
  EstimateConfig config{};                 ///< of its training
  std::uint64_t steps = 0;                 ///< of its training, as many as it took
  std::size_t training = 0, held_out = 0;  ///< samples of the smaller side

  /// Whether p and q are surely not equal: the witness or a divergence says so.
  bool differ() const { return witness.tv_at_least() > 0 || surely_positive() != rows.end(); }

  /// The verdict on p, the data, and q, the samples, in one sentence.
  std::string sentence() const {
    char vote[64];
    std::snprintf(vote, sizeof vote, "a neighbour vote tells %.0f %% apart",
                  100 * std::max(0.5, witness.accuracy()));
    if (witness.tv_at_least() > 0) return std::string("the samples differ from the data: ") + vote;
    if (const auto row = surely_positive(); row != rows.end()) {
      return std::string("the samples differ from the data: a critic's ") + row->name +
             " is above its least value, where " + vote;
    }
    const bool equal = std::any_of(rows.begin(), rows.end(), [](const DivergenceEstimate& row) {
      return row.verdict() == Verdict::reliable;
    });
    return (equal ? "no difference between the samples and the data was found: "
                  : "it is not known whether the samples differ from the data: ") +
           std::string(vote);
  }

 private:
  /// The first divergence that is surely not the least that it can be.
  std::vector<DivergenceEstimate>::const_iterator surely_positive() const {
    constexpr double sure = 4;  // standard errors, for there are many rows
    return std::find_if(rows.begin(), rows.end(), [](const DivergenceEstimate& row) {
      const Verdict verdict = row.verdict();
      return verdict == Verdict::no_finite_estimate ||
             (verdict != Verdict::heavy_tail && row.value - sure * row.standard_error > row.least);
    });
  }
};

/// The dashboard's verdict, a table with one line per divergence, and the witness.
inline std::string to_string(const Dashboard& board) {
  std::string text = board.sentence() + "\n" + estimate_header() + "\n";
  for (const DivergenceEstimate& row : board.rows) text += to_string(row) + "\n";
  char witness[128];
  std::snprintf(witness, sizeof witness,
                "witness: %zu nearest neighbours%s vote %.1f %% right, so tv is at least %.4g\n",
                board.witness.neighbours,
                board.witness.of_distances ? " in distances to the samples" : "",
                100 * board.witness.accuracy(), board.witness.tv_at_least());
  return text + witness;
}

/// Estimates every divergence of `Divergences` by log-ratio critics, one for each split: each is
/// trained on a part of its known samples, chosen by the rest of them and read on its unseen ones,
/// and what they say of all unseen samples is one mean. The critics live on in the dashboard's
/// `log_ratio`, their average. Samples too wide for a `FeatureCritic` have a `WideCritic`.
///
/// What a row is worth is found out on the first split: by a critic of half the training samples,
/// whose bound must not be much lower, by the first critic's bound on its own training samples,
/// which must not be much higher, and by the witness, which must not prove more.
///
/// Errors: ConfigError for samples that `Critic` does not take, or too few.
/// Source: Nguyen, Wainwright and Jordan 2010 (the bound).
template <NetworkType Critic = FeatureCritic, class Divergences = AllDivergences>
Dashboard dashboard(const std::vector<SampleSplit>& splits, const EstimateConfig& config = {}) {
  checked(config);
  const SampleSplit& first = splits.at(0);
  const CriticReading reading = [&] {
    if constexpr (std::is_same_v<Critic, FeatureCritic>) {
      if (first.known.p.shape(1) > RandomFeatures::columns) {
        return read_by_critics<WideCritic>(splits, config);
      }
    }
    return read_by_critics<Critic>(splits, config);
  }();
  Dashboard board{.witness = neighbour_vote(first.known, first.unseen),
                  .log_ratio = reading.log_ratio,
                  .critic = reading.network,
                  .config = config,
                  .steps = reading.steps,
                  .training = reading.training,
                  .held_out = reading.held_out};
  for_each(Divergences{}, [&]<class D>(std::type_identity<D>) {
    board.rows.push_back(reading.judged_bound<D>());
    board.rows.back().outvoted = board.witness.at_least<D>() > board.rows.back().value;
  });
  return board;
}

/// The same with one critic, which is read on `held_out`.
template <NetworkType Critic = FeatureCritic, class Divergences = AllDivergences>
Dashboard dashboard(const TwoSamples& samples, const TwoSamples& held_out,
                    const EstimateConfig& config = {}) {
  return dashboard<Critic, Divergences>(std::vector<SampleSplit>{{samples, held_out}}, config);
}

/// The same of samples of any shape: a critic that does not see a share `config.held_out` of them,
/// and one that sees no others, so that each sample is read by a critic that never saw it.
///
/// Shapes: p, q (n, ...).
template <NetworkType Critic = FeatureCritic, class Divergences = AllDivergences, class P, class Q>
  requires(!std::is_same_v<P, TwoSamples>)
Dashboard dashboard(const P& p, const Q& q, const EstimateConfig& config = {}) {
  auto [one, other] = hold_out(as_two_samples(p, q), checked(config).held_out, config.seed);
  return dashboard<Critic, Divergences>(std::vector<SampleSplit>{{one, other}, {other, one}},
                                        config);
}

}  // namespace saddle::inline per_set
