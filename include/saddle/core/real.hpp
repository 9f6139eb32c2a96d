// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/role.hpp>

#include <limits>

namespace saddle {

/// A double whose elementary functions work in constant expressions.
///
/// The functions of <cmath> in a static_assert pass g++ and fail clang; these are the same
/// everywhere. Meant for compile-time checks: at run time `double` is the faster choice.
///
/// Accuracy: relative error below 1e-14 (pow: for |exponent * log x| <= 50).
class Real {
 public:
  Real() = default;
  SADDLE_HD constexpr Real(double value) : value_(value) {}

  SADDLE_HD constexpr explicit operator double() const { return value_; }

  SADDLE_HD friend constexpr Real operator+(Real a) { return a; }
  SADDLE_HD friend constexpr Real operator-(Real a) { return -a.value_; }
  SADDLE_HD friend constexpr Real operator+(Real a, Real b) { return a.value_ + b.value_; }
  SADDLE_HD friend constexpr Real operator-(Real a, Real b) { return a.value_ - b.value_; }
  SADDLE_HD friend constexpr Real operator*(Real a, Real b) { return a.value_ * b.value_; }
  SADDLE_HD friend constexpr Real operator/(Real a, Real b) { return a.value_ / b.value_; }
  SADDLE_HD constexpr Real& operator+=(Real b) { return *this = *this + b; }
  SADDLE_HD constexpr Real& operator-=(Real b) { return *this = *this - b; }
  SADDLE_HD constexpr Real& operator*=(Real b) { return *this = *this * b; }
  SADDLE_HD constexpr Real& operator/=(Real b) { return *this = *this / b; }
  SADDLE_HD friend constexpr bool operator==(Real a, Real b) { return a.value_ == b.value_; }
  SADDLE_HD friend constexpr bool operator<(Real a, Real b) { return a.value_ < b.value_; }
  SADDLE_HD friend constexpr bool operator>(Real a, Real b) { return a.value_ > b.value_; }
  SADDLE_HD friend constexpr bool operator<=(Real a, Real b) { return a.value_ <= b.value_; }
  SADDLE_HD friend constexpr bool operator>=(Real a, Real b) { return a.value_ >= b.value_; }

  SADDLE_HD friend constexpr Real abs(Real x) { return x.value_ < 0 ? -x.value_ : x.value_; }

  SADDLE_HD friend constexpr Real sqrt(Real x) {
    if (!(x.value_ > 0) || x.value_ == infinity) return x.value_ < 0 ? nan : x.value_;
    const Binary binary(x.value_);
    const int odd = binary.exponent & 1;
    const double radicand = odd ? 2 * binary.mantissa : binary.mantissa;  // in [0.7, 2.9]
    double root = 0.5 + 0.5 * radicand;
    for (int step = 0; step < 6; ++step) root = 0.5 * (root + radicand / root);
    return scaled(root, (binary.exponent - odd) / 2);
  }

  SADDLE_HD friend constexpr Real exp(Real x) {
    if (x.value_ != x.value_) return x;
    if (x.value_ > 710) return infinity;
    if (x.value_ < -746) return 0.0;
    const double turns = x.value_ / log2;
    const int exponent = static_cast<int>(turns < 0 ? turns - 0.5 : turns + 0.5);
    const double rest = (x.value_ - exponent * log2_high) - exponent * log2_low;
    return scaled(1 + power_series(rest), exponent);
  }

  SADDLE_HD friend constexpr Real expm1(Real x) {
    if (x.value_ > -0.5 && x.value_ < 0.5) return power_series(x.value_);
    return exp(x) - 1;
  }

  SADDLE_HD friend constexpr Real log(Real x) {
    if (x.value_ == 0) return -infinity;
    if (!(x.value_ > 0) || x.value_ == infinity) return x.value_ < 0 ? nan : x.value_;
    const Binary binary(x.value_);
    const double series = log_series((binary.mantissa - 1) / (binary.mantissa + 1));
    return binary.exponent * log2_high + (series + binary.exponent * log2_low);
  }

  SADDLE_HD friend constexpr Real log1p(Real x) {
    if (x.value_ > -0.25 && x.value_ < 0.4) return log_series(x.value_ / (2 + x.value_));
    return log(1 + x);
  }

  SADDLE_HD friend constexpr Real tanh(Real x) {
    if (x.value_ > 20) return 1.0;
    if (x.value_ < -20) return -1.0;
    const Real growth = expm1(2 * x);
    return growth / (growth + 2);
  }

  SADDLE_HD friend constexpr Real pow(Real x, Real exponent) {
    const double e = exponent.value_;
    if (e >= -64 && e <= 64 && e == static_cast<int>(e)) {
      Real product = 1.0;
      for (int factor = 0; factor < (e < 0 ? -e : e); ++factor) product *= x;
      if (e >= 0) return product;
      return product == 0 ? Real(infinity) : 1 / product;
    }
    if (x.value_ == 0) return e > 0 ? 0.0 : infinity;
    return exp(exponent * log(x));
  }

 private:
  static constexpr double infinity = std::numeric_limits<double>::infinity();
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  static constexpr double log2 = 0x1.62e42fefa39efp-1;
  static constexpr double log2_high = 0x1.62e42fee00000p-1;  // exact when multiplied by an exponent
  static constexpr double log2_low = 0x1.a39ef35793c76p-33;

  /// value = mantissa * 2^exponent with the mantissa in [0.7, 1.42).
  struct Binary {
    SADDLE_HD constexpr explicit Binary(double value) : mantissa(value) {
      for (; mantissa > 1.4142135623730951; ++exponent) mantissa *= 0.5;
      for (; mantissa < 0.7071067811865475; --exponent) mantissa *= 2;
    }
    double mantissa;
    int exponent = 0;
  };

  SADDLE_HD static constexpr double scaled(double value, int exponent) {
    for (; exponent > 0; --exponent) value *= 2;
    for (; exponent < 0; ++exponent) value *= 0.5;
    return value;
  }

  /// e^x - 1 for |x| <= 0.5.
  SADDLE_HD static constexpr double power_series(double x) {
    double sum = 0;
    for (int order = 16; order > 0; --order) sum = x / order * (1 + sum);
    return sum;
  }

  /// 2 artanh(x) = log((1 + x) / (1 - x)) for |x| <= 0.18.
  SADDLE_HD static constexpr double log_series(double x) {
    double sum = 0;
    for (int order = 23; order > 0; order -= 2) sum = sum * x * x + 1.0 / order;
    return 2 * x * sum;
  }

  double value_;
};

}  // namespace saddle
