// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/norm.hpp>
#include <saddle/core/role.hpp>
#include <saddle/objective/concept.hpp>

#include <string_view>

namespace saddle {

/// The Wasserstein-1 game: max over 1-Lipschitz critics of E_p s(x) - E_q s(x).
///
/// `Ground` is the norm of the transport cost |x - y|. A critic is 1-Lipschitz in it if its
/// gradient is at most 1 in the dual norm, so the constraint has to match; without any constraint
/// the value is unbounded.
///
/// Units: the data's units, times the critic's Lipschitz constant.
/// Accuracy: exact.
/// Source: Arjovsky et al. 2017, equation 2; Gulrajani et al. 2017 for the Euclidean norm.
template <Norm Ground>
struct BasicWasserstein {
  static constexpr Role role = Role::objective;
  static constexpr std::string_view name = "wasserstein";
  static constexpr bool needs_lipschitz = true;
  using GroundNorm = Ground;

  template <class T>
  SADDLE_HD static constexpr T critic_real(T s) {
    return -s;
  }
  template <class T>
  SADDLE_HD static constexpr T critic_fake(T s) {
    return s;
  }
  template <class T>
  SADDLE_HD static constexpr T model_fake(T s) {
    return -s;
  }
  template <class T>
  SADDLE_HD static constexpr T model_real(T s) {
    return s;
  }

  /// A lower bound of the Wasserstein-1 distance for a 1-Lipschitz critic.
  SADDLE_HD static constexpr double estimate(double critic_loss) { return -critic_loss; }
};

/// With the Euclidean ground norm, as gradient penalties have it.
using Wasserstein = BasicWasserstein<L2>;
static_assert(Objective<Wasserstein>);

}  // namespace saddle
