// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/adversary/score_term.hpp>
#include <saddle/backend/backend.hpp>
#include <saddle/objective/batch_objective.hpp>

#include <span>

namespace saddle {

namespace detail {

/// The weighted mean of one of the objective's losses over a group; writes its slope.
template <class Term, class D>
double mean_loss(D& device, const Term& term, const ScoreGroup<D>& group) {
  ScoreTotal total{};
  scores(device, term, group.count, group.weight / static_cast<double>(group.count), group.slope,
         &total, group.score);
  return group.weight * total.mean();
}

}  // namespace detail

/// The critic's losses on all groups of a step, and their slopes.
template <class Objective, class D>
SideLosses critic_losses(D& device, const Objective& objective,
                         std::span<const ScoreGroup<D>> groups) {
  if constexpr (BatchObjective<Objective>) {
    return objective.critic_losses(device, groups);
  } else {
    SideLosses losses;
    for (const ScoreGroup<D>& group : groups) {
      if (group.real) {
        losses.real += detail::mean_loss(device, CriticReal<Objective>{objective}, group);
      } else {
        losses.fake += detail::mean_loss(device, CriticFake<Objective>{objective}, group);
      }
    }
    return losses;
  }
}

/// The loss of the model that made the samples of `own`, and its slope.
template <class Objective, class D>
double model_loss(D& device, const Objective& objective, const ScoreGroup<D>& own,
                  const ScoreGroup<D>& opposite) {
  if constexpr (BatchObjective<Objective>) {
    return objective.model_loss(device, own, opposite);
  } else if (own.real) {
    return detail::mean_loss(device, ModelReal<Objective>{objective}, own);
  } else {
    return detail::mean_loss(device, ModelFake<Objective>{objective}, own);
  }
}

}  // namespace saddle
