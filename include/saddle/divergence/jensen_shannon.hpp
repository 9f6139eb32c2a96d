// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/math.hpp>
#include <saddle/core/role.hpp>
#include <saddle/divergence/concept.hpp>
#include <saddle/divergence/interval.hpp>

#include <numbers>
#include <string_view>

namespace saddle {

/// Jensen-Shannon divergence of the table, f(u) = u log u - (u + 1) log((u + 1)/2).
///
/// Twice the Jensen-Shannon divergence, in [0, 2 log 2]: the lecture's integral has the factor 1/2
/// that its f lacks, and f decides. WeightedJensenShannon<0.5> is the divergence itself.
/// f(0) = log 2, with slope -infinity.
///
/// Units: u is a density ratio p/q (u >= 0); t and v are critic values.
/// Accuracy: exact up to rounding.
/// Source: lecture table row "Jensen-Shannon"; Nowozin et al. 2016, table 6.
struct JensenShannon {
  static constexpr Role role = Role::divergence;
  static constexpr std::string_view name = "js";
  static constexpr std::string_view formula = "u log u - (u + 1) log((u + 1)/2)";
  static constexpr std::string_view conjugate_formula = "-log(2 - e^t)";
  static constexpr std::string_view domain_formula = "t < log 2";
  static constexpr std::string_view activation_formula = "log 2 - log(1 + e^(-v))";
  static constexpr std::string_view erratum = "f gives twice the lecture's integral";
  static constexpr double at_one = 0;
  static constexpr Interval conjugate_domain{.high = std::numbers::ln2};

  template <class T>
  SADDLE_HD static constexpr T f(T u) {
    return math::x_log_x(u) - (u + T(1)) * math::log((u + T(1)) * T(0.5));
  }

  template <class T>
  SADDLE_HD static constexpr T derivative(T u) {
    return math::constant<T>(std::numbers::ln2) - math::log1p(T(1) / u);
  }

  template <class T>
  SADDLE_HD static constexpr T conjugate(T t) {
    return on_domain<conjugate_domain>(t, [](const T& s) { return -math::log1p(-math::expm1(s)); });
  }

  template <class T>
  SADDLE_HD static constexpr T density_ratio(T t) {
    return on_domain<conjugate_domain>(
        t, [](const T& s) { return math::exp(s) / (T(1) - math::expm1(s)); });
  }

  template <class T>
  SADDLE_HD static constexpr T output_activation(T v) {
    return math::constant<T>(std::numbers::ln2) - math::softplus(-v);
  }

  template <class T>
  SADDLE_HD static constexpr T conjugate_of_activation(T v) {
    return math::softplus(v) - math::constant<T>(std::numbers::ln2);
  }
};
static_assert(HasTableForm<JensenShannon>);

}  // namespace saddle
