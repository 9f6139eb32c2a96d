// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/role.hpp>

#include <concepts>
#include <string_view>

namespace saddle {

/// What critic and model play for: scalar losses of the critic's raw score s, averaged over
/// samples, and the number that is reported.
///
/// `critic_real` and `critic_fake` are what the critic minimises on either side; `model_fake` is
/// what a generator minimises through its samples, `model_real` what an encoder minimises through
/// the real ones. `estimate` turns the critic's loss, the sum of both means, into the divergence
/// it bounds. The objective owns the critic's output activation: a critic ends in a plain number.
template <class O>
concept Objective = HasRole<O, Role::objective> && requires(double s) {
  { O::critic_real(s) } -> std::same_as<double>;
  { O::critic_fake(s) } -> std::same_as<double>;
  { O::model_fake(s) } -> std::same_as<double>;
  { O::model_real(s) } -> std::same_as<double>;
  { O::estimate(s) } -> std::same_as<double>;
  { O::needs_lipschitz } -> std::convertible_to<bool>;
  { O::name } -> std::convertible_to<std::string_view>;
};

}  // namespace saddle
