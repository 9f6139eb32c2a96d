// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/core/types.hpp>
#include <saddle/divergence/divergence.hpp>
#include <saddle/metric/critic_fit.hpp>
#include <saddle/metric/critic_view.hpp>
#include <saddle/metric/divergence_estimate.hpp>
#include <saddle/metric/log_ratio_critic.hpp>
#include <saddle/metric/neighbour_vote.hpp>
#include <saddle/metric/two_samples.hpp>
#include <saddle/metric/variational_bound.hpp>
#include <saddle/nn/blocks.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
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
  bool differ() const {
    constexpr double sure = 4;  // standard errors, for there are many rows
    return witness.tv_at_least() > 0 ||
           std::any_of(rows.begin(), rows.end(), [](const DivergenceEstimate& row) {
             const Verdict verdict = row.verdict();
             return verdict == Verdict::no_finite_estimate ||
                    (verdict != Verdict::heavy_tail &&
                     row.value - sure * row.standard_error > row.least);
           });
  }

  /// The verdict on p, the data, and q, the samples, in one sentence.
  std::string sentence() const {
    char vote[64];
    std::snprintf(vote, sizeof vote, "a neighbour vote tells %.0f %% apart",
                  100 * std::max(0.5, witness.accuracy()));
    if (differ()) return std::string("the samples differ from the data: ") + std::string(vote);
    const bool equal = std::any_of(rows.begin(), rows.end(), [](const DivergenceEstimate& row) {
      return row.verdict() == Verdict::reliable;
    });
    return (equal ? "no difference between the samples and the data was found: "
                  : "it is not known whether the samples differ from the data: ") +
           std::string(vote);
  }
};

/// The dashboard's verdict, a table with one line per divergence, and the witness.
inline std::string to_string(const Dashboard& board) {
  std::string text = board.sentence() + "\n" + estimate_header() + "\n";
  for (const DivergenceEstimate& row : board.rows) text += to_string(row) + "\n";
  char witness[128];
  std::snprintf(witness, sizeof witness,
                "witness: %zu nearest neighbours vote %.1f %% right, so tv is at least %.4g\n",
                board.witness.neighbours, 100 * board.witness.accuracy(),
                board.witness.tv_at_least());
  return text + witness;
}

/// Estimates every divergence of `Divergences` by one critic, trained on a part of `samples`,
/// chosen by the rest of them and read on `held_out`. The critic lives on in the dashboard's
/// `log_ratio`.
///
/// What a row is worth is found out by a second critic of half the training samples, whose bound
/// must not be much lower, by the first one's bound on its own training samples, which must not be
/// much higher, and by the witness, which must not prove more.
///
/// Errors: ConfigError for samples that `Critic` does not take, or too few.
/// Source: Nguyen, Wainwright and Jordan 2010 (the bound).
template <NetworkType Critic = FeatureCritic, class Divergences = AllDivergences>
Dashboard dashboard(const TwoSamples& samples, const TwoSamples& held_out,
                    const EstimateConfig& config = {}) {
  const auto smaller = [](const TwoSamples& two) {
    return std::min(two.p.shape(0), two.q.shape(0));
  };
  using Trained = LogRatioCritic<Critic>;
  const auto [training, validation] = Trained::hold_out_validation(samples, config);
  Dashboard board{.witness = neighbour_vote(training, held_out),
                  .critic = to_string(typename Critic::Input{}),
                  .config = config,
                  .training = std::min(smaller(training), Trained::most_training),
                  .held_out = smaller(held_out)};
  for (const LayerRow& layer : layer_rows<Critic>()) {
    board.critic += ", " + layer.layer + " " + layer.output;
  }

  struct Scores {
    Tensor<double, 1> p, q;
  };
  const auto scores = [](Trained& critic, const TwoSamples& two) {
    return Scores{critic(two.p), critic(two.q)};
  };
  const auto critic = std::make_shared<Trained>(training, validation, config);
  board.log_ratio = [critic](const Tensor<float, 2>& x) { return (*critic)(x); };
  board.steps = critic->steps();
  constexpr std::size_t enough = 20'000;  // training samples to read a bound on
  const Scores seen = scores(*critic, first_rows(training, enough));
  const Scores chosen = scores(*critic, validation), unseen = scores(*critic, held_out);
  const auto half_of = [](const Tensor<float, 2>& x) {
    return rows_of(x, 0, (std::min(x.shape(0), Trained::most_training) + 1) / 2);
  };
  Trained half({half_of(training.p), half_of(training.q)}, validation, config);
  const Scores half_chosen = scores(half, validation), half_unseen = scores(half, held_out);

  for_each(Divergences{}, [&]<class D>(std::type_identity<D>) {
    const double shift = best_shift<D>(chosen.p, chosen.q);
    DivergenceEstimate row = variational_bound<D>(unseen.p, unseen.q, shift);
    const DivergenceEstimate on_training = variational_bound<D>(seen.p, seen.q, shift);
    const DivergenceEstimate of_half = variational_bound<D>(
        half_unseen.p, half_unseen.q, best_shift<D>(half_chosen.p, half_chosen.q));
    constexpr double much = 0.5, far = 2;  // tolerances
    row.rising = critic->rising() || !CriticView<Critic>::sees_all(samples.p.shape(1)) ||
                 row.value - of_half.value > much * row.tolerance();
    row.overfitted =
        row.overfitted ||
        on_training.value - row.value >
            far * (row.tolerance() + std::hypot(row.standard_error, on_training.standard_error));
    row.outvoted = board.witness.at_least<D>() > row.value;
    board.rows.push_back(std::move(row));
  });
  return board;
}

/// The same of samples of any shape, a share `config.held_out` of which the critic does not see.
///
/// Shapes: p, q (n, ...).
template <NetworkType Critic = FeatureCritic, class Divergences = AllDivergences, class P, class Q>
  requires(!std::is_same_v<P, TwoSamples>)
Dashboard dashboard(const P& p, const Q& q, const EstimateConfig& config = {}) {
  const auto [samples, held_out] = hold_out(as_two_samples(p, q), config.held_out, config.seed);
  return dashboard<Critic, Divergences>(samples, held_out, config);
}

}  // namespace saddle::inline per_set
