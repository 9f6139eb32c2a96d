// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/dual.hpp>
#include <saddle/core/math.hpp>
#include <saddle/core/real.hpp>
#include <saddle/divergence/concept.hpp>

#include <string_view>
#include <type_traits>

namespace saddle {

/// What is wrong with a divergence, in the order in which it is looked for.
enum class DivergenceFault {
  none,
  not_generic,
  not_constant,
  not_convex,
  wrong_at_one,
  wrong_derivative,
  wrong_conjugate
};

/// The sentence for a fault.
constexpr std::string_view sentence(DivergenceFault fault) {
  switch (fault) {
    case DivergenceFault::none: return "the divergence passes every check";
    case DivergenceFault::not_generic: return "f does not accept every scalar type";
    case DivergenceFault::not_constant: return "f cannot be evaluated at compile time";
    case DivergenceFault::not_convex: return "f is not convex";
    case DivergenceFault::wrong_at_one: return "at_one is not f(1)";
    case DivergenceFault::wrong_derivative: return "derivative is not the slope of f";
    case DivergenceFault::wrong_conjugate: return "conjugate(f'(u)) is not u f'(u) - f(u)";
  }
  return "unknown fault";
}

/// The first fault of `D` on the geometric grid u = 2^(k/2), |k| <= 20, in the arithmetic of `T`:
/// chords of f lie above f, and the stated f(1), f' and f* belong to f. A check, not a proof: what
/// happens between the points or beyond them is not seen. Points where f exceeds 1e150 are left
/// out.
template <Divergence D, class T>
constexpr DivergenceFault fault_on_grid() {
  const auto close = [](const T& a, const T& b) {
    return math::abs(a - b) <= T(1e-9) * (T(1) + math::abs(b));
  };
  const T step = math::sqrt(T(2));
  T u = T(1) / T(1024);
  T left = u / step;
  T at_left = D::f(left);
  T at_u = D::f(u);
  for (int k = -20; k <= 20; ++k) {
    const T right = k == -1 ? T(1) : u * step;  // 1 itself is a point of the grid: kinks sit there
    const T at_right = D::f(right);
    if (math::abs(at_left) < T(1e150) && math::abs(at_right) < T(1e150)) {
      const T chord = (at_left * (right - u) + at_right * (u - left)) / (right - left);
      const T rounding = T(1e-12) * (math::abs(at_left) + math::abs(at_right) + T(1));
      if (!(at_u <= chord + rounding)) return DivergenceFault::not_convex;
      const T slope = D::f(variable(u)).slope;
      if constexpr (HasDerivative<D>) {
        if (!close(D::derivative(u), slope)) return DivergenceFault::wrong_derivative;
      }
      if constexpr (HasTableForm<D>) {
        if (!close(D::conjugate(D::derivative(u)), u * slope - at_u)) {
          return DivergenceFault::wrong_conjugate;
        }
      }
    }
    left = u, at_left = at_u;
    u = right, at_u = at_right;
  }
  if constexpr (requires { D::at_one; }) {
    if (!close(D::f(T(1)), T(D::at_one))) return DivergenceFault::wrong_at_one;
  }
  return DivergenceFault::none;
}

/// The first fault of `D` that the compiler can see; `RuntimeChecked` postpones the grid.
template <Divergence D>
consteval DivergenceFault divergence_fault() {
  if constexpr (IsRuntimeChecked<D>) {
    return DivergenceFault::none;
  } else if constexpr (!requires(Real u, Dual<Real> moving) {
                         { D::f(u) } -> std::same_as<Real>;
                         { D::f(moving) } -> std::same_as<Dual<Real>>;
                       }) {
    return DivergenceFault::not_generic;
  } else if constexpr (!requires {
                         typename std::bool_constant<(D::f(Real(1)) <= Real(0)) || true>;
                       }) {
    return DivergenceFault::not_constant;
  } else {
    return fault_on_grid<D, Real>();
  }
}

/// To name `CheckedDivergence<D>::value` is to ask for the checks: a divergence with a fault does
/// not compile, and the first fault's sentence is the only error.
template <Divergence D>
struct CheckedDivergence {
  static constexpr DivergenceFault fault = divergence_fault<D>();
  static_assert(fault != DivergenceFault::not_generic,
                "f does not accept every scalar type: write it as "
                "template <class T> static constexpr T f(T u)");
  static_assert(fault != DivergenceFault::not_constant,
                "f cannot be evaluated at compile time: make it constexpr with the functions of "
                "saddle::math, or wrap the divergence D as RuntimeChecked<D>");
  static_assert(fault != DivergenceFault::not_convex,
                "f is not convex on a grid of density ratios u, so it defines no f-divergence");
  static_assert(fault != DivergenceFault::wrong_at_one, "at_one is not f(1)");
  static_assert(fault != DivergenceFault::wrong_derivative, "derivative is not the slope of f");
  static_assert(fault != DivergenceFault::wrong_conjugate,
                "conjugate(f'(u)) is not u f'(u) - f(u), as Fenchel and Young require");
  static constexpr bool value = true;
};

}  // namespace saddle
