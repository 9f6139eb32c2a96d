// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/role.hpp>
#include <saddle/optim/optimizer.hpp>

#include <concepts>
#include <cstddef>
#include <string_view>

namespace saddle {

/// What keeps a critic well behaved. A constraint states which of three hooks it has:
///
/// `reparametrises`  parameters -> effective parameters (spectral norm),
/// `penalises`       adds to the gradient of the critic's parameters (penalties on its slope),
/// `projects`        acts on the parameters after the update (clipping),
///
/// whether it makes the critic Lipschitz, and what its paper trains with. Layers never see it.
template <class C>
concept Constraint = HasRole<C, Role::constraint> && requires {
  { C::name } -> std::convertible_to<std::string_view>;
  { C::reparametrises } -> std::convertible_to<bool>;
  { C::penalises } -> std::convertible_to<bool>;
  { C::projects } -> std::convertible_to<bool>;
  { C::enforces_lipschitz } -> std::convertible_to<bool>;
  { C::critic_steps } -> std::convertible_to<std::size_t>;
  requires Optimizer<typename C::DefaultOptimizer>;
  { C::default_optimizer } -> std::convertible_to<typename C::DefaultOptimizer>;
};

}  // namespace saddle
