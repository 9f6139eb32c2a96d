// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/constraint/concept.hpp>
#include <saddle/core/describe.hpp>
#include <saddle/core/math.hpp>
#include <saddle/core/norm.hpp>
#include <saddle/optim/adam.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

/// The penalty grows on both sides of the target slope.
struct TwoSided {
  template <class T> SADDLE_HD static T excess(T distance) { return distance; }
};

/// Only slopes above the target are penalised. Source: Petzka et al. 2018 (WGAN-LP).
struct OneSided {
  template <class T> SADDLE_HD static T excess(T distance) { return math::max(distance, T(0)); }
};

/// Where a penalty looks: on straight lines between a real sample and a fake one, e x + (1 - e) y
/// with e uniform per sample.
struct Interpolates {
  static constexpr bool mixes = true;
};

/// Where a penalty looks: at the real samples.
struct RealSamples {
  static constexpr bool mixes = false;
};

/// lambda * mean over samples of (||grad_x D(x)|| - target)^2, the norm over all axes of a sample.
///
/// For a score map the gradient is that of the sum over the map. A sample whose gradient is zero
/// contributes its value and no gradient.
/// Source: Gulrajani et al. 2017 (WGAN-GP): lambda 10 on images, 0.1 on the toy sets; Adam, five
/// critic steps.
template <class Sides, class Points, class NormPolicy>
struct BasicGradientPenalty {
  static_assert(std::is_same_v<NormPolicy, L2>,
                "BasicGradientPenalty measures gradients in the L2 norm");
  static constexpr Role role = Role::constraint;
  static constexpr std::string_view name = "gp";
  static constexpr bool reparametrises = false;
  static constexpr bool penalises = true;
  static constexpr bool projects = false;
  static constexpr bool enforces_lipschitz = true;
  static constexpr std::size_t critic_steps = 5;
  using DefaultOptimizer = Adam;
  static constexpr Adam default_optimizer{};
  using Where = Points;
  using Norm = NormPolicy;

  double lambda = 10;
  double target = 1;

  SADDLE_DESCRIBE(BasicGradientPenalty, lambda, target);

  /// From the squared norm of a sample's gradient: the penalty, and the factor that turns the
  /// gradient into d penalty / d gradient.
  template <class T>
  struct PerSample {
    T lambda, target;
    template <class B> SADDLE_HD B value(B squared_norm) const {
      const B excess = Sides::excess(math::sqrt(squared_norm) - B(target));
      return B(lambda) * excess * excess;
    }
    template <class B> SADDLE_HD B factor(B squared_norm) const {
      const B norm = math::sqrt(squared_norm);
      const auto flat = norm == B(0);
      const B safe = math::select(flat, B(1), norm);
      return math::select(flat, B(0), B(2 * lambda) * Sides::excess(norm - B(target)) / safe);
    }
  };
  template <class T>
  PerSample<T> penalty() const {
    return {static_cast<T>(lambda), static_cast<T>(target)};
  }
};

using GradientPenalty = BasicGradientPenalty<TwoSided, Interpolates, L2>;

}  // namespace saddle
