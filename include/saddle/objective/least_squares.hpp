// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/role.hpp>
#include <saddle/objective/concept.hpp>

#include <string_view>

namespace saddle {

/// Least squares: the critic regresses 1 on real and 0 on fake, the model wants its samples at 1.
///
/// Accuracy: exact up to rounding.
/// Source: Mao et al. 2017, equation 9 (0-1 coding).
struct LeastSquares {
  static constexpr Role role = Role::objective;
  static constexpr std::string_view name = "ls";
  static constexpr bool needs_lipschitz = false;

  template <class T>
  SADDLE_HD static constexpr T critic_real(T s) {
    return T(0.5) * (s - T(1)) * (s - T(1));
  }
  template <class T>
  SADDLE_HD static constexpr T critic_fake(T s) {
    return T(0.5) * s * s;
  }
  template <class T>
  SADDLE_HD static constexpr T model_fake(T s) {
    return critic_real(s);
  }
  template <class T>
  SADDLE_HD static constexpr T model_real(T s) {
    return critic_fake(s);
  }

  /// A lower bound of the triangular discrimination, half the integral of (p - q)^2 / (p + q): the
  /// best critic is p/(p + q), its loss half the integral of p q / (p + q).
  SADDLE_HD static constexpr double estimate(double critic_loss) { return 1 - 4 * critic_loss; }
};
static_assert(Objective<LeastSquares>);

}  // namespace saddle
