// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>

#include <cstddef>

namespace saddle::inline per_set {

/// What a trainer can do besides train. Who needs one of these, a monitor or a program, asks for
/// it: not every formulation has samples, or scores of them. A trainer behind an erasure has the
/// functions of all, and says itself which it can do: `can(Capability)`.
enum class Capability {
  samples,
  labels,
  scores,
  divergence,
  two_players,
  codes,
  translations,
  likelihood
};

/// Makes samples.
template <class G>
concept HasSamples = requires(G& gan) { gan.sample(std::size_t{1}); };

/// Makes samples of classes that it is asked for: `labels(n)` are those of `sample(n)`.
template <class G>
concept HasLabels = HasSamples<G> && requires(G& gan) { gan.labels(std::size_t{1}); };

/// It says how far samples are from the model's own, in the objective's units.
template <class G>
concept HasDivergence =
    HasSamples<G> && requires(G& gan) { gan.divergence(gan.sample(std::size_t{1})); };

/// Its critic scores samples, and says how much of its slope comes back.
template <class G>
concept HasScores = HasSamples<G> && requires(G& gan) {
  gan.scores(gan.sample(std::size_t{1}));
  gan.score_slopes(gan.sample(std::size_t{1}));
};

/// A game of two players who can move one at a time, with a number that tells how it stands.
template <class G, class Source>
concept HasTwoPlayers = HasDivergence<G> && requires(G& gan, const Source& source) {
  gan.update_critic(source);
  gan.update_model();
};

/// It finds the codes of samples, and makes samples of them again.
template <class G>
concept HasCodes = HasSamples<G> && requires(G& gan) {
  gan.encode(gan.sample(std::size_t{1}));
  gan.reconstruct(gan.sample(std::size_t{1}));
};

/// It makes samples of each of two domains from samples of the other one, (n, numbers).
template <class G>
concept HasTranslations = requires(G& gan, const Tensor<float, 2>& x) {
  gan.to_second(x);
  gan.to_first(x);
};

/// It knows the density of samples, (n, numbers), and what it costs to name them.
template <class G>
concept HasLikelihood = requires(G& gan, const Tensor<float, 2>& x) {
  gan.log_density(x);
  gan.nats(x);
};

}  // namespace saddle::inline per_set
