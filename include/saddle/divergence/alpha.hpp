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

/// Alpha divergence, f(u) = (u^a - 1 - a (u - 1)) / (a (a - 1)), for every real a except 0 and 1.
///
/// Alpha<2> is half of Pearson, Alpha<0.5> twice the squared Hellinger distance, Alpha<-1> half of
/// Neyman; the limits at 1 and 0 are KL and ReverseKL. The lecture's column of integrals is
/// D_a(q||p), and its slide on alpha has a plus where f gives (1 - p^a q^(1-a)); f decides.
/// f(0) = 1/a for a > 0 and +infinity for a < 0; its slope there is -1/(a - 1) for a > 1, else
/// -infinity.
///
/// Units: u is a density ratio p/q (u >= 0); t and v are critic values.
/// Accuracy: rounding divided by |a (a - 1)|; f* has the floor -1/a for a > 1 and t < -1/(a - 1).
/// Source: lecture table row "alpha"; Nowozin et al. 2016, table 6, whose f* for a > 1 forgets
/// u >= 0.
template <Number a>
struct Alpha {
  static_assert(a.value != 0, "Alpha<0> divides by zero; its limit is ReverseKL: use ReverseKL");
  static_assert(a.value != 1, "Alpha<1> divides by zero; its limit is KL: use KL");

  /// a; after a refusal 2 stands in, so that its sentence is the only error.
  static constexpr double parameter = a.value == 0 || a.value == 1 ? 2 : a.value;

  static constexpr Role role = Role::divergence;
  static constexpr std::string_view name = "alpha";
  static constexpr std::string_view formula = "(u^a - 1 - a (u - 1)) / (a (a - 1))";
  static constexpr std::string_view conjugate_formula =
      parameter > 1 ? "((1 + (a - 1) t)^(a/(a - 1)) - 1)/a; -1/a for t < -1/(a - 1)"
                    : "((1 + (a - 1) t)^(a/(a - 1)) - 1)/a";
  static constexpr std::string_view domain_formula = parameter > 1   ? "all t"
                                                     : parameter > 0 ? "t < 1/(1 - a)"
                                                                     : "t <= 1/(1 - a)";
  static constexpr std::string_view activation_formula =
      parameter > 1 ? "v" : "1/(1 - a) - log(1 + e^(-v))";
  static constexpr std::string_view erratum =
      "lecture's integral is D_a(q||p), and its slide needs a minus before p^a q^(1-a)";
  static constexpr double at_one = 0;
  static constexpr Interval conjugate_domain{.high = parameter > 1 ? infinity : 1 / (1 - parameter),
                                             .closed = parameter < 0};

  template <class T>
  SADDLE_HD static constexpr T f(T u) {
    const T tangent = T(1) + math::constant<T>(parameter) * (u - T(1));
    return (math::pow(u, parameter) - tangent) / math::constant<T>(parameter * (parameter - 1));
  }

  template <class T>
  SADDLE_HD static constexpr T derivative(T u) {
    return (math::pow(u, parameter - 1) - T(1)) / math::constant<T>(parameter - 1);
  }

  template <class T>
  SADDLE_HD static constexpr T conjugate(T t) {
    return on_domain<conjugate_domain>(t, [](const T& s) {
      return (positive_power(base(s), exponent) - T(1)) / math::constant<T>(parameter);
    });
  }

  template <class T>
  SADDLE_HD static constexpr T density_ratio(T t) {
    return on_domain<conjugate_domain>(
        t, [](const T& s) { return positive_power(base(s), 1 / (parameter - 1)); });
  }

  template <class T>
  SADDLE_HD static constexpr T output_activation(T v) {
    if constexpr (parameter > 1) {
      return v;
    } else {
      return math::constant<T>(conjugate_domain.high) - math::softplus(-v);
    }
  }

  template <class T>
  SADDLE_HD static constexpr T conjugate_of_activation(T v) {
    if constexpr (parameter > 1) {
      return conjugate(v);
    } else {
      // In logarithms, because the base (1 - a) log(1 + e^-v) underflows before f* overflows.
      constexpr double log_scale = static_cast<double>(math::log(Real(1 - parameter)));
      const T log_softplus = math::select(v > T(40), -v, math::log(math::softplus(-v)));
      const T log_base = math::constant<T>(log_scale) + log_softplus;
      return math::expm1(math::constant<T>(exponent) * log_base) / math::constant<T>(parameter);
    }
  }

 private:
  static constexpr double exponent = parameter / (parameter - 1);

  /// 1 + (a - 1) t, which is u^(a - 1) at the maximising u.
  template <class T>
  SADDLE_HD static constexpr T base(const T& t) {
    return T(1) + math::constant<T>(parameter - 1) * t;
  }

  /// x^power. For a > 1 the maximising u is 0 where x < 0, and flat there to every order.
  template <class T>
  SADDLE_HD static constexpr T positive_power(const T& x, double power) {
    if constexpr (parameter > 1) {
      const auto floor = x <= T(0);
      return math::select(floor, T(0), math::pow(math::select(floor, T(1), x), power));
    } else {
      return math::pow(x, power);
    }
  }
};
static_assert(HasTableForm<Alpha<2>>);

}  // namespace saddle
