// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/math.hpp>
#include <saddle/core/role.hpp>
#include <saddle/objective/concept.hpp>
#include <saddle/objective/minimax.hpp>

#include <string_view>

namespace saddle {

/// The non-saturating game: the critic of Minimax, and a generator that maximises E log D(G(z)).
///
/// Accuracy: exact up to rounding; no score overflows.
/// Source: Goodfellow et al. 2014, section 3.
struct NonSaturating {
  static constexpr Role role = Role::objective;
  static constexpr std::string_view name = "ns";
  static constexpr bool needs_lipschitz = false;

  template <class T>
  SADDLE_HD static constexpr T critic_real(T s) {
    return Minimax::critic_real(s);
  }
  template <class T>
  SADDLE_HD static constexpr T critic_fake(T s) {
    return Minimax::critic_fake(s);
  }
  template <class T>
  SADDLE_HD static constexpr T model_fake(T s) {
    return Minimax::critic_real(s);
  }
  template <class T>
  SADDLE_HD static constexpr T model_real(T s) {
    return Minimax::critic_fake(s);
  }

  /// A lower bound of 2 JSD - log 4.
  SADDLE_HD static constexpr double estimate(double critic_loss) { return -critic_loss; }
};
static_assert(Objective<NonSaturating>);

}  // namespace saddle
