// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/adversary/score_term.hpp>
#include <saddle/backend/backend.hpp>
#include <saddle/objective/batch_objective.hpp>

#include <span>

namespace saddle {

namespace detail {

/// Adds the weighted mean of one of the objective's losses over a group; writes its slope.
template <class Term, class D>
void add_mean(D& device, const Term& term, const ScoreGroup<D>& group, Slot<D> loss) {
  scores(device, term, group.count, group.weight, group.slope, loss, group.score);
}

}  // namespace detail

/// Adds the critic's losses on all groups of a step, and writes their slopes.
template <class Objective, class D>
void critic_losses(D& device, const Objective& objective, std::span<const ScoreGroup<D>> groups,
                   SideLosses<D> losses) {
  if constexpr (BatchObjective<Objective>) {
    objective.critic_losses(device, groups, losses);
  } else {
    for (const ScoreGroup<D>& group : groups) {
      if (group.real) {
        detail::add_mean(device, CriticReal<Objective>{objective}, group, losses.real);
      } else {
        detail::add_mean(device, CriticFake<Objective>{objective}, group, losses.fake);
      }
    }
  }
}

/// Adds the loss of the model that made the samples of `own`, and writes its slope.
template <class Objective, class D>
void model_loss(D& device, const Objective& objective, const ScoreGroup<D>& own,
                const ScoreGroup<D>& opposite, Slot<D> loss) {
  if constexpr (BatchObjective<Objective>) {
    objective.model_loss(device, own, opposite, loss);
  } else if (own.real) {
    detail::add_mean(device, ModelReal<Objective>{objective}, own, loss);
  } else {
    detail::add_mean(device, ModelFake<Objective>{objective}, own, loss);
  }
}

}  // namespace saddle
