// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/math.hpp>
#include <saddle/core/role.hpp>
#include <saddle/divergence/concept.hpp>
#include <saddle/divergence/interval.hpp>

#include <numbers>
#include <string_view>

namespace saddle {

/// The divergence behind the original GAN, f(u) = u log u - (u + 1) log(u + 1): the Jensen-Shannon
/// divergence twice, less log 4.
///
/// Shifted: f(1) = -log 4, so D_f(p||p) = -log 4, where the lecture asks for f(1) = 0. f(0) = 0,
/// with slope -infinity.
///
/// Units: u is a density ratio p/q (u >= 0); t and v are critic values.
/// Accuracy: exact up to rounding.
/// Source: lecture table row "GAN"; Nowozin et al. 2016, table 6; Goodfellow et al. 2014.
struct GanDivergence {
  static constexpr Role role = Role::divergence;
  static constexpr std::string_view name = "gan-f";
  static constexpr std::string_view formula = "u log u - (u + 1) log(u + 1)";
  static constexpr std::string_view conjugate_formula = "-log(1 - e^t)";
  static constexpr std::string_view domain_formula = "t < 0";
  static constexpr std::string_view activation_formula = "-log(1 + e^(-v))";
  static constexpr std::string_view erratum = "f(1) = -log 4, not 0: a shifted divergence";
  static constexpr double at_one = -2 * std::numbers::ln2;
  static constexpr Interval conjugate_domain{.high = 0};

  template <class T>
  SADDLE_HD static constexpr T f(T u) {
    // u log u and u log(u + 1) are nearly equal where u is large.
    const T large = math::max(u, T(1));
    return math::select(u > T(1), -math::log1p(u) - u * math::log1p(T(1) / large),
                        math::x_log_x(u) - (u + T(1)) * math::log1p(u));
  }

  template <class T>
  SADDLE_HD static constexpr T derivative(T u) {
    return -math::log1p(T(1) / u);
  }

  template <class T>
  SADDLE_HD static constexpr T conjugate(T t) {
    return on_domain<conjugate_domain>(t, [](const T& s) { return -math::log(-math::expm1(s)); });
  }

  template <class T>
  SADDLE_HD static constexpr T density_ratio(T t) {
    return on_domain<conjugate_domain>(t,
                                       [](const T& s) { return -math::exp(s) / math::expm1(s); });
  }

  template <class T>
  SADDLE_HD static constexpr T output_activation(T v) {
    return -math::softplus(-v);
  }

  template <class T>
  SADDLE_HD static constexpr T conjugate_of_activation(T v) {
    return math::softplus(v);
  }
};
static_assert(HasTableForm<GanDivergence>);

}  // namespace saddle
