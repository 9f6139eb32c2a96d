// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/math.hpp>
#include <saddle/core/role.hpp>
#include <saddle/divergence/concept.hpp>
#include <saddle/divergence/interval.hpp>

#include <string_view>

namespace saddle {

/// Total variation distance, f(u) = |u - 1| / 2: half the integral of |p - q|.
///
/// The subgradient at the kink u = 1 is 0, out of [-1/2, 1/2]. A critic at its optimum only says
/// which density is larger, so the density ratio is a subgradient of f* as well: 1 in the interior.
///
/// Units: u is a density ratio p/q (u >= 0); t and v are critic values.
/// Accuracy: exact up to rounding; f* has the floor -1/2 for t < -1/2.
/// Source: lecture table row "Total variation"; Nowozin et al. 2016, table 6, whose f*(t) = t on
/// |t| <= 1/2 forgets u >= 0.
struct TotalVariation {
  static constexpr Role role = Role::divergence;
  static constexpr std::string_view name = "tv";
  static constexpr std::string_view formula = "|u - 1| / 2";
  static constexpr std::string_view conjugate_formula = "max(t, -1/2)";
  static constexpr std::string_view domain_formula = "t <= 1/2";
  static constexpr std::string_view activation_formula = "tanh(v) / 2";
  static constexpr std::string_view erratum =
      "densities have u >= 0: f* has the floor -1/2, its domain no lower end";
  static constexpr double at_one = 0;
  static constexpr Interval conjugate_domain{.high = 0.5, .closed = true};

  template <class T>
  SADDLE_HD static constexpr T f(T u) {
    return math::abs(u - T(1)) * T(0.5);
  }

  template <class T>
  SADDLE_HD static constexpr T derivative(T u) {
    return math::sign(u - T(1)) * T(0.5);
  }

  template <class T>
  SADDLE_HD static constexpr T conjugate(T t) {
    return on_domain<conjugate_domain>(t, [](const T& s) { return math::max(s, T(-0.5)); });
  }

  template <class T>
  SADDLE_HD static constexpr T density_ratio(T t) {
    return on_domain<conjugate_domain>(
        t, [](const T& s) { return math::select(s < T(-0.5), T(0), T(1)); });
  }

  template <class T>
  SADDLE_HD static constexpr T output_activation(T v) {
    return math::tanh(v) * T(0.5);
  }

  template <class T>
  SADDLE_HD static constexpr T conjugate_of_activation(T v) {
    return output_activation(v);
  }
};
static_assert(HasTableForm<TotalVariation>);

}  // namespace saddle
