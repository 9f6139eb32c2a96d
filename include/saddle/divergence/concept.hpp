// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/dual.hpp>
#include <saddle/core/math.hpp>
#include <saddle/core/real.hpp>
#include <saddle/core/role.hpp>
#include <saddle/core/text/type_name.hpp>

#include <concepts>
#include <string_view>
#include <type_traits>

namespace saddle {

/// An f-divergence D_f(p||q) = E_q[f(p/q)], named by the convex function f of a density ratio.
///
/// A type with `template <class T> static constexpr T f(T u)` is enough: whatever else is wanted
/// follows from f. A row of the table adds `name`, `at_one`, `derivative`, `conjugate` with its
/// `conjugate_domain`, `output_activation`, `conjugate_of_activation` and `density_ratio`.
template <class D>
concept Divergence =
    (!requires { D::role; } || HasRole<D, Role::divergence>) && requires(double u) {
      { D::f(u) } -> std::same_as<double>;
    };

/// A divergence that states f' itself.
template <class D>
concept HasDerivative = Divergence<D> && requires(double u) { D::derivative(u); };

/// A divergence that states its convex conjugate and an output activation onto its domain.
template <class D>
concept HasTableForm = HasDerivative<D> && requires(double t) {
  D::conjugate(t);
  D::conjugate_domain;
  D::output_activation(t);
};

/// A divergence whose f is only known at run time; see `RuntimeChecked`.
template <class D>
concept IsRuntimeChecked = Divergence<D> && requires { D::check(); };

/// f'(u): the divergence's own, or the slope of f.
template <Divergence D, class T>
SADDLE_HD constexpr T derivative_of(const T& u) {
  if constexpr (HasDerivative<D>) {
    return D::derivative(u);
  } else {
    return D::f(variable(u)).slope;
  }
}

/// f(1), the value of D_f(p||p).
template <Divergence D>
inline constexpr double at_one = [] {
  if constexpr (requires { D::at_one; }) {
    return D::at_one;
  } else {
    return static_cast<double>(D::f(Real(1)));
  }
}();

/// Whether f(1) != 0: then D_f(p||q) >= f(1), with equality at p = q, instead of >= 0.
template <Divergence D>
inline constexpr bool is_shifted = at_one<D> > 1e-12 || at_one<D> < -1e-12;

/// The divergence's name on the command line and in logs; that of its type where it states none.
template <Divergence D>
inline constexpr std::string_view name_of = [] {
  if constexpr (requires { D::name; }) {
    return std::string_view(D::name);
  } else {
    return full_type_name<D>();
  }
}();

}  // namespace saddle
