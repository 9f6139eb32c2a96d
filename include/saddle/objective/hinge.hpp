// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/math.hpp>
#include <saddle/core/role.hpp>
#include <saddle/objective/concept.hpp>

#include <string_view>

namespace saddle {

/// The hinge game: the critic wants real scores above 1 and fake ones below -1, the model wants
/// high scores. At the hinge the slope is 0.
///
/// Accuracy: exact up to rounding.
/// Source: Lim and Ye 2017; Miyato et al. 2018, equations 16 and 17.
struct Hinge {
  static constexpr Role role = Role::objective;
  static constexpr std::string_view name = "hinge";
  static constexpr bool needs_lipschitz = false;

  template <class T>
  SADDLE_HD static constexpr T critic_real(T s) {
    return math::max(T(0), T(1) - s);
  }
  template <class T>
  SADDLE_HD static constexpr T critic_fake(T s) {
    return math::max(T(0), T(1) + s);
  }
  template <class T>
  SADDLE_HD static constexpr T model_fake(T s) {
    return -s;
  }
  template <class T>
  SADDLE_HD static constexpr T model_real(T s) {
    return s;
  }

  /// A lower bound of the total variation distance: the best critic's loss is twice the integral of
  /// min(p, q).
  SADDLE_HD static constexpr double estimate(double critic_loss) { return 1 - critic_loss / 2; }
};
static_assert(Objective<Hinge>);

}  // namespace saddle
