// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/math.hpp>
#include <saddle/core/role.hpp>
#include <saddle/divergence/concept.hpp>
#include <saddle/divergence/interval.hpp>

#include <string_view>

namespace saddle {

/// Neyman chi-squared divergence, f(u) = (1 - u)^2 / u: the integral of (p - q)^2 / p.
///
/// The lecture prints the integrals of this row and Pearson's swapped; f decides. f(0) = +infinity,
/// with slope -infinity.
///
/// Units: u is a density ratio p/q (u >= 0); t and v are critic values.
/// Accuracy: exact up to rounding.
/// Source: lecture table row "Neyman chi-squared"; Nowozin et al. 2016, table 6, whose activation
/// 1 - e^v decreases.
struct Neyman {
  static constexpr Role role = Role::divergence;
  static constexpr std::string_view name = "neyman";
  static constexpr std::string_view formula = "(1 - u)^2 / u";
  static constexpr std::string_view conjugate_formula = "2 - 2 sqrt(1 - t)";
  static constexpr std::string_view domain_formula = "t <= 1";
  static constexpr std::string_view activation_formula = "1 - e^(-v)";
  static constexpr std::string_view erratum =
      "lecture's integral is Pearson's; the f-GAN paper's activation 1 - e^v decreases";
  static constexpr double at_one = 0;
  static constexpr Interval conjugate_domain{.high = 1, .closed = true};

  template <class T>
  SADDLE_HD static constexpr T f(T u) {
    return (T(1) - u) * (T(1) - u) / u;
  }

  template <class T>
  SADDLE_HD static constexpr T derivative(T u) {
    return T(1) - T(1) / (u * u);
  }

  template <class T>
  SADDLE_HD static constexpr T conjugate(T t) {
    return on_domain<conjugate_domain>(
        t, [](const T& s) { return T(2) - T(2) * math::sqrt(T(1) - s); });
  }

  template <class T>
  SADDLE_HD static constexpr T density_ratio(T t) {
    return on_domain<conjugate_domain>(t, [](const T& s) { return T(1) / math::sqrt(T(1) - s); });
  }

  template <class T>
  SADDLE_HD static constexpr T output_activation(T v) {
    return -math::expm1(-v);
  }

  template <class T>
  SADDLE_HD static constexpr T conjugate_of_activation(T v) {
    return T(-2) * math::expm1(v * T(-0.5));
  }
};
static_assert(HasTableForm<Neyman>);

}  // namespace saddle
