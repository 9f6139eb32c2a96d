// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/math.hpp>
#include <saddle/core/role.hpp>
#include <saddle/divergence/concept.hpp>
#include <saddle/divergence/interval.hpp>
#include <saddle/divergence/log_lambert.hpp>

#include <string_view>

namespace saddle {

/// Jeffrey divergence KL(p||q) + KL(q||p), f(u) = (u - 1) log u: the integral of
/// (p - q) log(p/q).
///
/// With w = W(e^(1 - t)), that is w + log w = 1 - t, the conjugate is w + 1/w + t - 2. It is
/// computed as 1/w - log w - 1, where nothing cancels. f(0) = +infinity, with slope -infinity.
///
/// Units: u is a density ratio p/q (u >= 0); t and v are critic values.
/// Accuracy: f* to 1e-14 relative or absolute, whichever is larger, in double.
/// Source: lecture table row "Jeffrey"; Nowozin et al. 2016, table 6.
struct Jeffrey {
  static constexpr Role role = Role::divergence;
  static constexpr std::string_view name = "jeffrey";
  static constexpr std::string_view formula = "(u - 1) log u";
  static constexpr std::string_view conjugate_formula = "w + 1/w + t - 2, w = W(e^(1 - t))";
  static constexpr std::string_view domain_formula = "all t";
  static constexpr std::string_view activation_formula = "v";
  static constexpr std::string_view erratum = "";
  static constexpr double at_one = 0;
  static constexpr Interval conjugate_domain{};

  template <class T>
  SADDLE_HD static constexpr T f(T u) {
    return (u - T(1)) * math::log(u);
  }

  template <class T>
  SADDLE_HD static constexpr T derivative(T u) {
    return math::log(u) + T(1) - T(1) / u;
  }

  template <class T>
  SADDLE_HD static constexpr T conjugate(T t) {
    const T log_w = log_lambert(T(1) - t);
    return math::expm1(-log_w) - log_w;
  }

  template <class T>
  SADDLE_HD static constexpr T density_ratio(T t) {
    return math::exp(-log_lambert(T(1) - t));
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
static_assert(HasTableForm<Jeffrey>);

}  // namespace saddle
