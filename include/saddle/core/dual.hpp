// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/math.hpp>
#include <saddle/core/role.hpp>

#include <concepts>
#include <type_traits>

namespace saddle {

/// A number that carries its derivative along: forward-mode differentiation.
///
/// `T` is float, double, a SIMD batch, `Real`, or a dual number itself: `Dual<Dual<double>>` has
/// second derivatives. Comparisons look at values only; at a kink the rule of the function says
/// which subgradient is meant (|x| has slope 0 at 0, max and min that of their first argument).
template <class T>
struct Dual {
  using value_type = T;

  T value;
  T slope;

  Dual() = default;

  /// The number `v` moving with slope `s`.
  SADDLE_HD constexpr Dual(const T& v, const T& s) : value(v), slope(s) {}

  /// A constant: slope 0.
  SADDLE_HD constexpr Dual(const T& v) : value(v), slope(math::constant<T>(0)) {}

  /// A constant written as a plain number, whatever `T` is.
  template <class Number>
    requires(std::is_arithmetic_v<Number> && !std::same_as<Number, T>)
  SADDLE_HD constexpr Dual(Number number) : Dual(math::constant<T>(static_cast<double>(number))) {}

  SADDLE_HD friend constexpr Dual operator+(const Dual& a) { return a; }
  SADDLE_HD friend constexpr Dual operator-(const Dual& a) { return {-a.value, -a.slope}; }
  SADDLE_HD friend constexpr Dual operator+(const Dual& a, const Dual& b) {
    return {a.value + b.value, a.slope + b.slope};
  }
  SADDLE_HD friend constexpr Dual operator-(const Dual& a, const Dual& b) {
    return {a.value - b.value, a.slope - b.slope};
  }
  SADDLE_HD friend constexpr Dual operator*(const Dual& a, const Dual& b) {
    return {a.value * b.value, a.slope * b.value + a.value * b.slope};
  }
  SADDLE_HD friend constexpr Dual operator/(const Dual& a, const Dual& b) {
    const T quotient = a.value / b.value;
    return {quotient, (a.slope - quotient * b.slope) / b.value};
  }
  SADDLE_HD constexpr Dual& operator+=(const Dual& b) { return *this = *this + b; }
  SADDLE_HD constexpr Dual& operator-=(const Dual& b) { return *this = *this - b; }
  SADDLE_HD constexpr Dual& operator*=(const Dual& b) { return *this = *this * b; }
  SADDLE_HD constexpr Dual& operator/=(const Dual& b) { return *this = *this / b; }

  SADDLE_HD friend constexpr auto operator==(const Dual& a, const Dual& b) {
    return a.value == b.value;
  }
  SADDLE_HD friend constexpr auto operator!=(const Dual& a, const Dual& b) {
    return a.value != b.value;
  }
  SADDLE_HD friend constexpr auto operator<(const Dual& a, const Dual& b) {
    return a.value < b.value;
  }
  SADDLE_HD friend constexpr auto operator>(const Dual& a, const Dual& b) {
    return a.value > b.value;
  }
  SADDLE_HD friend constexpr auto operator<=(const Dual& a, const Dual& b) {
    return a.value <= b.value;
  }
  SADDLE_HD friend constexpr auto operator>=(const Dual& a, const Dual& b) {
    return a.value >= b.value;
  }

  template <class Condition>
  SADDLE_HD friend constexpr Dual select(const Condition& condition, const Dual& a, const Dual& b) {
    return {math::select(condition, a.value, b.value), math::select(condition, a.slope, b.slope)};
  }
  SADDLE_HD friend constexpr Dual exp(const Dual& x) {
    const T power = math::exp(x.value);
    return {power, power * x.slope};
  }
  SADDLE_HD friend constexpr Dual log(const Dual& x) {
    return {math::log(x.value), x.slope / x.value};
  }
  SADDLE_HD friend constexpr Dual log1p(const Dual& x) {
    return {math::log1p(x.value), x.slope / (T(1) + x.value)};
  }
  SADDLE_HD friend constexpr Dual expm1(const Dual& x) {
    return {math::expm1(x.value), math::exp(x.value) * x.slope};
  }
  SADDLE_HD friend constexpr Dual sqrt(const Dual& x) {
    const T root = math::sqrt(x.value);
    return {root, x.slope / (root + root)};
  }
  SADDLE_HD friend constexpr Dual pow(const Dual& x, double exponent) {
    return {math::pow(x.value, exponent),
            math::constant<T>(exponent) * math::pow(x.value, exponent - 1) * x.slope};
  }
  SADDLE_HD friend constexpr Dual tanh(const Dual& x) {
    const T ratio = math::tanh(x.value);
    return {ratio, (T(1) - ratio) * (T(1) + ratio) * x.slope};
  }
  SADDLE_HD friend constexpr Dual abs(const Dual& x) {
    return {math::abs(x.value), math::sign(x.value) * x.slope};
  }
  SADDLE_HD friend constexpr Dual sigmoid(const Dual& x) {
    const T share = math::sigmoid(x.value);
    return {share, share * math::sigmoid(-x.value) * x.slope};  // 1 - share would cancel
  }
  SADDLE_HD friend constexpr Dual softplus(const Dual& x) {
    return {math::softplus(x.value), math::sigmoid(x.value) * x.slope};
  }
  SADDLE_HD friend constexpr Dual x_log_x(const Dual& x) {
    return {math::x_log_x(x.value), (T(1) + math::log(x.value)) * x.slope};
  }
};

/// The independent variable: `x` with slope 1.
template <class T>
SADDLE_HD constexpr Dual<T> variable(const T& x) {
  return {x, math::constant<T>(1)};
}

}  // namespace saddle
