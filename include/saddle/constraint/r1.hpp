// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/constraint/concept.hpp>
#include <saddle/constraint/gradient_penalty.hpp>
#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/limits.hpp>
#include <saddle/optim/adam.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

/// gamma / 2 * mean over real samples of ||grad_x D(x)||^2.
///
/// It flattens the critic around the data but bounds its slope nowhere else.
/// Source: Mescheder et al. 2018, gamma 10.
struct R1 {
  static constexpr Role role = Role::constraint;
  static constexpr std::string_view name = "r1";
  static constexpr bool reparametrises = false;
  static constexpr bool penalises = true;
  static constexpr bool projects = false;
  static constexpr bool enforces_lipschitz = false;
  static constexpr std::size_t critic_steps = 1;
  using DefaultOptimizer = Adam;
  static constexpr Adam default_optimizer{.learning_rate = 2e-4, .beta1 = 0.5, .beta2 = 0.999};
  using Where = RealSamples;

  double gamma = 10;

  SADDLE_DESCRIBE(R1, gamma);
  static constexpr Bounded bounded[] = {{"gamma", limits::not_negative}};

  template <class T>
  struct PerSample {
    T gamma;
    template <class B> SADDLE_HD B value(B squared_norm) const {
      return B(gamma / 2) * squared_norm;
    }
    template <class B> SADDLE_HD B factor(B) const { return B(gamma); }
  };
  template <class T>
  PerSample<T> penalty() const {
    return {static_cast<T>(gamma)};
  }
};

}  // namespace saddle
