// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/constraint/concept.hpp>
#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/limits.hpp>
#include <saddle/core/math.hpp>
#include <saddle/core/norm.hpp>
#include <saddle/core/text/type_name.hpp>
#include <saddle/optim/adam.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

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

namespace detail {

/// From the size of a sample's gradient, its norm or, for L2, the squared norm: the penalty, and
/// the factor that turns the gradient of the norm (for L2: of half the squared norm) into that
/// of the penalty.
template <class Sides, class Norm, class T>
struct SlopePenalty {
  T lambda, target;
  static constexpr bool squared = std::is_same_v<Norm, L2>;
  template <class B> SADDLE_HD static B norm(B size) {
    if constexpr (squared) return math::sqrt(size);
    else return size;
  }
  template <class B> SADDLE_HD B value(B size) const {
    const B excess = Sides::excess(norm(size) - B(target));
    return B(lambda) * excess * excess;
  }
  template <class B> SADDLE_HD B factor(B size) const {
    const B length = norm(size);
    const B slope = B(2 * lambda) * Sides::excess(length - B(target));
    const auto flat = length == B(0);
    if constexpr (squared) {
      return math::select(flat, B(0), slope / math::select(flat, B(1), length));
    } else {
      return math::select(flat, B(0), slope);
    }
  }
};

}  // namespace detail

/// lambda * mean over samples of (||grad_x D(x)|| - target)^2, the norm over all axes of a sample.
///
/// A critic of `BasicWasserstein<Ground>` takes the norm that is dual to its ground norm: LInf to
/// L1, L2 to L2, L1 to LInf. For a score map the gradient is that of the sum over the map. A sample
/// whose gradient is zero contributes its value and no gradient.
/// Source: Gulrajani et al. 2017 (WGAN-GP): lambda 10 on images, 0.1 on the toy sets; Adam, five
/// critic steps. Adler and Lunz 2018 for other norms.
template <class Sides, class Points, saddle::Norm NormPolicy>
struct BasicGradientPenalty {
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
  static constexpr Bounded bounded[] = {{"lambda", limits::not_negative},
                                        {"target", limits::not_negative}};

  /// "gp"; what is not that of `GradientPenalty` follows it: "gp:OneSided".
  static std::string full_name() {
    std::string text(name);
    if constexpr (!std::is_same_v<Sides, TwoSided>) text.append(":").append(type_name<Sides>());
    if constexpr (!std::is_same_v<Points, Interpolates>) {
      text.append(":").append(type_name<Points>());
    }
    if constexpr (!std::is_same_v<NormPolicy, L2>) text.append(":").append(NormPolicy::name);
    return text;
  }

  template <class T>
  detail::SlopePenalty<Sides, NormPolicy, T> penalty() const {
    return {static_cast<T>(lambda), static_cast<T>(target)};
  }
};

using GradientPenalty = BasicGradientPenalty<TwoSided, Interpolates, L2>;

}  // namespace saddle
