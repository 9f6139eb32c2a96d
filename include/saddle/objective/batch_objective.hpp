// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/ref.hpp>
#include <saddle/core/role.hpp>
#include <saddle/core/slot.hpp>

#include <concepts>
#include <cstddef>
#include <string_view>

namespace saddle {

/// The critic's scores of one batch of samples, real or fake, and where the slope of the loss with
/// respect to them goes.
template <class D>
struct ScoreGroup {
  bool real;
  std::size_t count;
  double weight;  // of this batch among its side
  Read<D> score;
  Write<D> slope;
};

/// Where the critic's losses on either side of a step are added up.
template <class D>
struct SideLosses {
  Slot<D> real, fake;
};

/// An objective that is no sum over samples: it sees all scores of a step at once, and may hold
/// numbers. Instead of the scalar losses of an `Objective` it has
///
///     void critic_losses(device, std::span<const ScoreGroup<D>>, SideLosses<D> losses) const;
///     void model_loss(device, ScoreGroup<D> own, ScoreGroup<D> opposite, Slot<D> loss) const;
///
/// written with primitives: each adds to the losses and writes their slopes. The model's samples
/// are `own`; `opposite` are the scores of the other side, whose slope is absent, where
/// `model_sees_both` asks for them.
template <class O>
concept BatchObjective = HasRole<O, Role::objective> && requires(double critic_loss) {
  requires O::sees_whole_batches;
  { O::model_sees_both } -> std::convertible_to<bool>;
  { O::estimate(critic_loss) } -> std::same_as<double>;
  { O::needs_lipschitz } -> std::convertible_to<bool>;
  { O::name } -> std::convertible_to<std::string_view>;
};

}  // namespace saddle
