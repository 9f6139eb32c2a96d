// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/ref.hpp>
#include <saddle/core/role.hpp>

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

/// What the critic lost on either side of a step.
struct SideLosses {
  double real = 0;
  double fake = 0;
};

/// An objective that is no sum over samples: it sees all scores of a step at once, and may hold
/// numbers. Instead of the scalar losses of an `Objective` it has
///
///     SideLosses critic_losses(device, std::span<const ScoreGroup<D>>) const;
///     double model_loss(device, ScoreGroup<D> own, ScoreGroup<D> opposite) const;
///
/// written with primitives: each gives the loss and writes its slopes. The model's samples are
/// `own`; `opposite` are the scores of the other side, whose slope is absent, where
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
