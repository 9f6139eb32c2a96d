// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/role.hpp>

#include <cmath>
#include <concepts>

/// Elementary functions of a generic scalar.
///
/// Policies (divergences, objectives, activations) are written once with these and serve `float`,
/// `double`, SIMD batches, `Dual`, the constexpr `Real` and device code. A floating-point argument
/// meets the standard library; any other scalar brings its own function, found by its namespace,
/// so this header needs to know none of them. Branches are written as `select`, never as `?:`.
namespace saddle::math {

/// Functions that a scalar type may define for itself, found by the argument's namespace. The
/// deleted names make an unqualified call look past the functions of `math`.
namespace own {
void select() = delete;
void sigmoid() = delete;
void softplus() = delete;
void x_log_x() = delete;

template <class Condition, class T>
concept Select = requires(const Condition& c, const T& x) { select(c, x, x); };
template <class T>
concept Sigmoid = requires(const T& x) { sigmoid(x); };
template <class T>
concept Softplus = requires(const T& x) { softplus(x); };
template <class T>
concept XLogX = requires(const T& x) { x_log_x(x); };
}  // namespace own

/// The number `value` as a `T`: of every lane of a batch, with slope 0 in a dual number.
template <class T>
SADDLE_HD constexpr T constant(double value) {
  if constexpr (requires { typename T::value_type; }) {
    return T(constant<typename T::value_type>(value));
  } else {
    return static_cast<T>(value);
  }
}

/// `condition ? a : b`, lane by lane; both sides are evaluated, only the chosen one counts.
template <class Condition, class T>
SADDLE_HD constexpr T select(const Condition& condition, const T& a, const T& b) {
  if constexpr (own::Select<Condition, T>) {
    using own::select;
    return select(condition, a, b);
  } else {
    return condition ? a : b;
  }
}

/// e^x.
template <class T>
SADDLE_HD constexpr T exp(const T& x) {
  using std::exp;
  return exp(x);
}

/// The natural logarithm of x.
template <class T>
SADDLE_HD constexpr T log(const T& x) {
  using std::log;
  return log(x);
}

/// log(1 + x), without cancellation at 0.
template <class T>
SADDLE_HD constexpr T log1p(const T& x) {
  using std::log1p;
  return log1p(x);
}

/// e^x - 1, without cancellation at 0.
template <class T>
SADDLE_HD constexpr T expm1(const T& x) {
  using std::expm1;
  return expm1(x);
}

/// The square root of x; its slope at 0 is +infinity.
template <class T>
SADDLE_HD constexpr T sqrt(const T& x) {
  using std::sqrt;
  return sqrt(x);
}

/// x^exponent for a fixed exponent and x >= 0.
template <class T>
SADDLE_HD constexpr T pow(const T& x, double exponent) {
  using std::pow;
  if constexpr (requires { pow(x, constant<T>(exponent)); }) {
    return pow(x, constant<T>(exponent));
  } else {
    return pow(x, exponent);
  }
}

/// The hyperbolic tangent of x.
template <class T>
SADDLE_HD constexpr T tanh(const T& x) {
  using std::tanh;
  return tanh(x);
}

/// |x|; its slope at 0 is 0.
template <class T>
SADDLE_HD constexpr T abs(const T& x) {
  using std::abs;
  return abs(x);
}

/// -1, 0 or 1; its slope is 0 everywhere. NaN stays NaN.
template <class T>
SADDLE_HD constexpr T sign(const T& x) {
  const T zero_or_nan = x * T(0);
  return select(x > T(0), T(1), select(x < T(0), T(-1), zero_or_nan));
}

/// The larger of a and b; at a tie a, and so a's slope.
template <class T>
SADDLE_HD constexpr T max(const T& a, const T& b) {
  return select(a < b, b, a);
}

/// The smaller of a and b; at a tie a, and so a's slope.
template <class T>
SADDLE_HD constexpr T min(const T& a, const T& b) {
  return select(b < a, b, a);
}

/// x within [low, high]; its slope is 1 on the closed interval and 0 outside.
template <class T>
SADDLE_HD constexpr T clamp(const T& x, const T& low, const T& high) {
  return min(max(x, low), high);
}

/// 1 / (1 + e^-x); never overflows.
template <class T>
SADDLE_HD constexpr T sigmoid(const T& x) {
  if constexpr (own::Sigmoid<T>) {
    using own::sigmoid;
    return sigmoid(x);
  } else {
    const T decay = exp(-abs(x));
    return select(x < T(0), decay, T(1)) / (T(1) + decay);
  }
}

/// log(1 + e^x); never overflows.
template <class T>
SADDLE_HD constexpr T softplus(const T& x) {
  if constexpr (own::Softplus<T>) {
    using own::softplus;
    return softplus(x);
  } else {
    return max(x, T(0)) + log1p(exp(-abs(x)));
  }
}

/// x log x, continued by 0 at x = 0, where its slope is -infinity.
template <class T>
SADDLE_HD constexpr T x_log_x(const T& x) {
  if constexpr (own::XLogX<T>) {
    using own::x_log_x;
    return x_log_x(x);
  } else {
    const auto positive_or_nan = !(x == T(0));
    return select(positive_or_nan, x * log(select(positive_or_nan, x, T(1))), T(0));
  }
}

}  // namespace saddle::math
