// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/math.hpp>
#include <saddle/core/role.hpp>
#include <saddle/divergence/concept.hpp>
#include <saddle/divergence/interval.hpp>

#include <string_view>

namespace saddle {

/// Kullback-Leibler divergence KL(p||q), f(u) = u log u: the integral of p log(p/q).
///
/// Infinite where q does not cover p. f(0) = 0, with slope -infinity.
///
/// Units: u is a density ratio p/q (u >= 0); t and v are critic values.
/// Accuracy: exact up to rounding.
/// Source: lecture table row "Kullback-Leibler"; Nowozin et al. 2016, table 6.
struct KL {
  static constexpr Role role = Role::divergence;
  static constexpr std::string_view name = "kl";
  static constexpr std::string_view formula = "u log u";
  static constexpr std::string_view conjugate_formula = "e^(t - 1)";
  static constexpr std::string_view domain_formula = "all t";
  static constexpr std::string_view activation_formula = "v";
  static constexpr std::string_view erratum = "";
  static constexpr double at_one = 0;
  static constexpr Interval conjugate_domain{};

  template <class T>
  SADDLE_HD static constexpr T f(T u) {
    return math::x_log_x(u);
  }

  template <class T>
  SADDLE_HD static constexpr T derivative(T u) {
    return T(1) + math::log(u);
  }

  template <class T>
  SADDLE_HD static constexpr T conjugate(T t) {
    return math::exp(t - T(1));
  }

  template <class T>
  SADDLE_HD static constexpr T density_ratio(T t) {
    return math::exp(t - T(1));
  }

  template <class T>
  SADDLE_HD static constexpr T output_activation(T v) {
    return v;
  }

  template <class T>
  SADDLE_HD static constexpr T conjugate_of_activation(T v) {
    return conjugate(v);
  }
};
static_assert(HasTableForm<KL>);

}  // namespace saddle
