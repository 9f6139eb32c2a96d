// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/constraint/concept.hpp>
#include <saddle/optim/adam.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

/// No constraint: the critic of the original GAN.
struct Unconstrained {
  static constexpr Role role = Role::constraint;
  static constexpr std::string_view name = "none";
  static constexpr bool reparametrises = false;
  static constexpr bool penalises = false;
  static constexpr bool projects = false;
  static constexpr bool enforces_lipschitz = false;
  static constexpr std::size_t critic_steps = 1;
  using DefaultOptimizer = Adam;
  static constexpr Adam default_optimizer{.learning_rate = 2e-4, .beta1 = 0.5, .beta2 = 0.999};
};

}  // namespace saddle
