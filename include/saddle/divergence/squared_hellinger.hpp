// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/math.hpp>
#include <saddle/core/role.hpp>
#include <saddle/divergence/concept.hpp>
#include <saddle/divergence/interval.hpp>

#include <string_view>

namespace saddle {

/// Squared Hellinger distance, f(u) = (sqrt(u) - 1)^2: the integral of (sqrt p - sqrt q)^2, in
/// [0, 2].
///
/// f(0) = 1, with slope -infinity.
///
/// Units: u is a density ratio p/q (u >= 0); t and v are critic values.
/// Accuracy: exact up to rounding.
/// Source: lecture table row "Squared Hellinger"; Nowozin et al. 2016, table 6, whose activation
/// 1 - e^v decreases.
struct SquaredHellinger {
  static constexpr Role role = Role::divergence;
  static constexpr std::string_view name = "hellinger";
  static constexpr std::string_view formula = "(sqrt(u) - 1)^2";
  static constexpr std::string_view conjugate_formula = "t / (1 - t)";
  static constexpr std::string_view domain_formula = "t < 1";
  static constexpr std::string_view activation_formula = "1 - e^(-v)";
  static constexpr std::string_view erratum = "the f-GAN paper's activation 1 - e^v decreases";
  static constexpr double at_one = 0;
  static constexpr Interval conjugate_domain{.high = 1};

  template <class T>
  SADDLE_HD static constexpr T f(T u) {
    const T excess = math::sqrt(u) - T(1);
    return excess * excess;
  }

  template <class T>
  SADDLE_HD static constexpr T derivative(T u) {
    return T(1) - T(1) / math::sqrt(u);
  }

  template <class T>
  SADDLE_HD static constexpr T conjugate(T t) {
    return on_domain<conjugate_domain>(t, [](const T& s) { return s / (T(1) - s); });
  }

  template <class T>
  SADDLE_HD static constexpr T density_ratio(T t) {
    return on_domain<conjugate_domain>(t,
                                       [](const T& s) { return T(1) / ((T(1) - s) * (T(1) - s)); });
  }

  template <class T>
  SADDLE_HD static constexpr T output_activation(T v) {
    return -math::expm1(-v);
  }

  template <class T>
  SADDLE_HD static constexpr T conjugate_of_activation(T v) {
    return math::expm1(v);
  }
};
static_assert(HasTableForm<SquaredHellinger>);

}  // namespace saddle
