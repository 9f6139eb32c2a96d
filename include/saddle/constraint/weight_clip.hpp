// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/constraint/concept.hpp>
#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/limits.hpp>
#include <saddle/core/math.hpp>
#include <saddle/optim/rms_prop.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

/// Every parameter of the critic, biases too, is clamped to [-bound, bound] after each update.
///
/// Source: Arjovsky et al. 2017 (WGAN), with bound 0.01, RMSProp and five critic steps.
struct WeightClip {
  static constexpr Role role = Role::constraint;
  static constexpr std::string_view name = "clip";
  static constexpr bool reparametrises = false;
  static constexpr bool penalises = false;
  static constexpr bool projects = true;
  static constexpr bool enforces_lipschitz = true;
  static constexpr std::size_t critic_steps = 5;
  using DefaultOptimizer = RmsProp;
  static constexpr RmsProp default_optimizer{};

  double bound = 0.01;

  SADDLE_DESCRIBE(WeightClip, bound);
  static constexpr Bounded bounded[] = {{"bound", limits::positive}};

  template <class T>
  struct Clamp {
    T bound;
    template <class B> SADDLE_HD B operator()(B p) const {
      return math::min(math::max(p, B(-bound)), B(bound));
    }
  };
  template <class T>
  Clamp<T> projection() const {
    return {static_cast<T>(bound)};
  }
};

}  // namespace saddle
