// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/dual.hpp>
#include <saddle/core/math.hpp>
#include <saddle/core/role.hpp>
#include <saddle/divergence/concept.hpp>

#include <concepts>

namespace saddle {

/// The critic's score is v = log p/q, whatever the divergence: T = f'(e^v) and
/// f*(T) = e^v f'(e^v) - f(e^v), so that f alone is enough to train.
///
/// v is held within [-20, 20], where double still resolves the second formula; the slope at the
/// end is passed through, so a score beyond it is pulled back. Held scores are still a feasible
/// critic: the reported bound stays a lower bound.
///
/// Accuracy: absolute error below 5e-8 relative to the larger term, in double.
/// Source: "Bridging the gap between f-GANs and Wasserstein GANs", arXiv 2009.00757 (the idea).
struct LogRatio {
  static constexpr double limit = 20;

  /// T as a function of the score.
  template <Divergence D, class T>
  SADDLE_HD static constexpr T activation(const T& v) {
    return derivative_of<D>(ratio(v));
  }

  /// f*(T) as a function of the score.
  template <Divergence D, class T>
  SADDLE_HD static constexpr T conjugate_of_activation(const T& v) {
    const T u = ratio(v);
    return u * derivative_of<D>(u) - D::f(u);
  }

  /// The density ratio p/q that a score stands for.
  template <Divergence D, class T>
  SADDLE_HD static constexpr T density_ratio(const T& v) {
    return ratio(v);
  }

 private:
  template <class T>
  SADDLE_HD static constexpr T ratio(const T& v) {
    static_assert(!std::same_as<Plain<T>, float>,
                  "the log-ratio critic loses every digit in float: evaluate scores in double");
    return math::exp(hold(v));
  }

  template <class T>
  SADDLE_HD static constexpr T hold(const T& v) {
    return math::clamp(v, T(-limit), T(limit));
  }
  template <class T>
  SADDLE_HD static constexpr Dual<T> hold(const Dual<T>& v) {
    return {hold(v.value), v.slope};
  }

  /// The floating-point type at the bottom of batches and dual numbers.
  template <class T>
  struct Bottom {
    using type = T;
  };
  template <class T>
    requires requires { typename T::value_type; }
  struct Bottom<T> : Bottom<typename T::value_type> {};
  template <class T>
  using Plain = typename Bottom<T>::type;
};

}  // namespace saddle
