// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/math.hpp>
#include <saddle/core/role.hpp>
#include <saddle/divergence/concept.hpp>
#include <saddle/divergence/interval.hpp>

#include <string_view>

namespace saddle {

/// Reverse Kullback-Leibler divergence KL(q||p), f(u) = -log u: the integral of q log(q/p).
///
/// Infinite where p does not cover q. f(0) = +infinity, with slope -infinity.
///
/// Units: u is a density ratio p/q (u >= 0); t and v are critic values.
/// Accuracy: exact up to rounding.
/// Source: lecture table row "Reverse Kullback-Leibler"; Nowozin et al. 2016, table 6, whose
/// activation -e^v decreases.
struct ReverseKL {
  static constexpr Role role = Role::divergence;
  static constexpr std::string_view name = "rkl";
  static constexpr std::string_view formula = "-log u";
  static constexpr std::string_view conjugate_formula = "-1 - log(-t)";
  static constexpr std::string_view domain_formula = "t < 0";
  static constexpr std::string_view activation_formula = "-e^(-v)";
  static constexpr std::string_view erratum = "the f-GAN paper's activation -e^v decreases";
  static constexpr double at_one = 0;
  static constexpr Interval conjugate_domain{.high = 0};

  template <class T>
  SADDLE_HD static constexpr T f(T u) {
    return -math::log(u);
  }

  template <class T>
  SADDLE_HD static constexpr T derivative(T u) {
    return T(-1) / u;
  }

  template <class T>
  SADDLE_HD static constexpr T conjugate(T t) {
    return on_domain<conjugate_domain>(t, [](const T& s) { return T(-1) - math::log(-s); });
  }

  template <class T>
  SADDLE_HD static constexpr T density_ratio(T t) {
    return on_domain<conjugate_domain>(t, [](const T& s) { return T(-1) / s; });
  }

  template <class T>
  SADDLE_HD static constexpr T output_activation(T v) {
    return -math::exp(-v);
  }

  template <class T>
  SADDLE_HD static constexpr T conjugate_of_activation(T v) {
    return v - T(1);
  }
};
static_assert(HasTableForm<ReverseKL>);

}  // namespace saddle
