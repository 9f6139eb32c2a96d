// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/math.hpp>
#include <saddle/core/real.hpp>
#include <saddle/core/role.hpp>
#include <saddle/core/text/number.hpp>
#include <saddle/divergence/concept.hpp>
#include <saddle/divergence/interval.hpp>

#include <string_view>

namespace saddle {

/// Weighted Jensen-Shannon divergence, pi KL(p||m) + (1 - pi) KL(q||m) with m = pi p + (1 - pi) q:
/// f(u) = pi u log u - (1 - pi + pi u) log(1 - pi + pi u).
///
/// WeightedJensenShannon<0.5> is the Jensen-Shannon divergence. f(0) = -(1 - pi) log(1 - pi), with
/// slope -infinity.
///
/// Units: u is a density ratio p/q (u >= 0); t and v are critic values.
/// Accuracy: exact up to rounding.
/// Source: lecture table row "Weighted Jensen-Shannon"; Nowozin et al. 2016, table 6, whose
/// activation -pi log pi - log(1 + e^(-v)) has the same range but no closed fused form.
template <Number pi>
struct WeightedJensenShannon {
  static_assert(pi.value > 0 && pi.value < 1,
                "WeightedJensenShannon<pi> needs a weight pi inside (0, 1): at either end it is 0");

  /// pi; after a refusal 1/2 stands in, so that its sentence is the only error.
  static constexpr double parameter = pi.value > 0 && pi.value < 1 ? pi.value : 0.5;

  static constexpr Role role = Role::divergence;
  static constexpr std::string_view name = "wjs";
  static constexpr std::string_view formula = "pi u log u - (1 - pi + pi u) log(1 - pi + pi u)";
  static constexpr std::string_view conjugate_formula = "(1 - pi) log((1 - pi)/(1 - pi e^(t/pi)))";
  static constexpr std::string_view domain_formula = "t < -pi log pi";
  static constexpr std::string_view activation_formula = "-pi log pi - pi log(1 + e^(-v))";
  static constexpr std::string_view erratum =
      "the f-GAN paper's activation lacks the factor pi (same range)";
  static constexpr double at_one = 0;
  static constexpr Interval conjugate_domain{
      .high = static_cast<double>(-parameter * math::log(Real(parameter)))};

  template <class T>
  SADDLE_HD static constexpr T f(T u) {
    const T mixture = rest<T>() + weight<T>() * u;
    return weight<T>() * math::x_log_x(u) - mixture * math::log(mixture);
  }

  template <class T>
  SADDLE_HD static constexpr T derivative(T u) {
    return -weight<T>() * math::log(weight<T>() + rest<T>() / u);
  }

  template <class T>
  SADDLE_HD static constexpr T conjugate(T t) {
    return on_domain<conjugate_domain>(t, [](const T& s) {
      return rest<T>() * math::log(rest<T>() / (T(1) - weight<T>() * math::exp(s / weight<T>())));
    });
  }

  template <class T>
  SADDLE_HD static constexpr T density_ratio(T t) {
    return on_domain<conjugate_domain>(t, [](const T& s) {
      const T power = math::exp(s / weight<T>());
      return rest<T>() * power / (T(1) - weight<T>() * power);
    });
  }

  template <class T>
  SADDLE_HD static constexpr T output_activation(T v) {
    return math::constant<T>(conjugate_domain.high) - weight<T>() * math::softplus(-v);
  }

  template <class T>
  SADDLE_HD static constexpr T conjugate_of_activation(T v) {
    return rest<T>() * (math::log(rest<T>()) + math::softplus(v));
  }

 private:
  template <class T>
  SADDLE_HD static constexpr T weight() {
    return math::constant<T>(parameter);
  }
  template <class T>
  SADDLE_HD static constexpr T rest() {
    return math::constant<T>(1 - parameter);
  }
};
static_assert(HasTableForm<WeightedJensenShannon<0.5>>);

}  // namespace saddle
