// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/math.hpp>
#include <saddle/core/role.hpp>
#include <saddle/objective/concept.hpp>

#include <string_view>

namespace saddle {

/// The original game: min over G, max over D of E log D(x) + E log(1 - D(G(z))), with
/// D = sigmoid(s).
///
/// At the optimal critic the value is twice the Jensen-Shannon divergence, less log 4. The model's
/// slope vanishes where the critic is sure of a fake: the game saturates.
///
/// Accuracy: exact up to rounding; no score overflows.
/// Source: Goodfellow et al. 2014, algorithm 1.
struct Minimax {
  static constexpr Role role = Role::objective;
  static constexpr std::string_view name = "minimax";
  static constexpr bool needs_lipschitz = false;

  template <class T>
  SADDLE_HD static constexpr T critic_real(T s) {
    return math::softplus(-s);
  }
  template <class T>
  SADDLE_HD static constexpr T critic_fake(T s) {
    return math::softplus(s);
  }
  template <class T>
  SADDLE_HD static constexpr T model_fake(T s) {
    return -math::softplus(s);
  }
  template <class T>
  SADDLE_HD static constexpr T model_real(T s) {
    return -math::softplus(-s);
  }

  /// A lower bound of 2 JSD - log 4.
  SADDLE_HD static constexpr double estimate(double critic_loss) { return -critic_loss; }
};
static_assert(Objective<Minimax>);

}  // namespace saddle
