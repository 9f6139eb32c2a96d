// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/math.hpp>
#include <saddle/core/role.hpp>
#include <saddle/divergence/concept.hpp>
#include <saddle/divergence/interval.hpp>

#include <string_view>

namespace saddle {

/// Pearson chi-squared divergence, f(u) = (u - 1)^2: the integral of (p - q)^2 / q.
///
/// The lecture prints the integrals of this row and Neyman's swapped; f decides.
///
/// Units: u is a density ratio p/q (u >= 0); t and v are critic values.
/// Accuracy: exact up to rounding; f* has the floor -1 for t < -2.
/// Source: lecture table row "Pearson chi-squared"; Nowozin et al. 2016, table 6, whose f* forgets
/// u >= 0.
struct Pearson {
  static constexpr Role role = Role::divergence;
  static constexpr std::string_view name = "pearson";
  static constexpr std::string_view formula = "(u - 1)^2";
  static constexpr std::string_view conjugate_formula = "t^2/4 + t; -1 for t < -2";
  static constexpr std::string_view domain_formula = "all t";
  static constexpr std::string_view activation_formula = "v";
  static constexpr std::string_view erratum =
      "lecture's integral is Neyman's; u >= 0 gives f* the floor -1";
  static constexpr double at_one = 0;
  static constexpr Interval conjugate_domain{};

  template <class T>
  SADDLE_HD static constexpr T f(T u) {
    return (u - T(1)) * (u - T(1));
  }

  template <class T>
  SADDLE_HD static constexpr T derivative(T u) {
    return T(2) * (u - T(1));
  }

  template <class T>
  SADDLE_HD static constexpr T conjugate(T t) {
    const T s = math::max(t, T(-2));
    return s * (s * T(0.25) + T(1));
  }

  template <class T>
  SADDLE_HD static constexpr T density_ratio(T t) {
    return math::max(t * T(0.5) + T(1), T(0));
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
static_assert(HasTableForm<Pearson>);

}  // namespace saddle
