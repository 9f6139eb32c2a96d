// SPDX-License-Identifier: BSL-1.0
#include "near.hpp"

#include <saddle/core/math.hpp>
#include <saddle/core/real.hpp>
#include <saddle/core/simd.hpp>

#include <cmath>
#include <limits>

namespace math_test {

namespace math = saddle::math;
using saddle::Real;

namespace {

template <class T>
T everything(const T& x) {
  return math::exp(x) + math::log(x) + math::log1p(x) + math::expm1(x) + math::sqrt(x) +
         math::pow(x, 2.5) + math::tanh(x) + math::abs(x) + math::sign(x) +
         math::max(x, T(1)) * math::min(x, T(2)) + math::clamp(x, T(0.5), T(3)) + math::sigmoid(x) +
         math::softplus(x) + math::x_log_x(x) + math::constant<T>(0.1) +
         math::select(x < T(1), x, T(7));
}

/// Each lane of `f(x)` for a batch of equal numbers.
template <class T, class F>
void check_lanes(F f, T x, double expected, double tolerance) {
  T lanes[saddle::simd::width<T>];
  f(saddle::simd::Batch<T>(x)).store_unaligned(lanes);
  for (const T lane : lanes) CHECK(static_cast<double>(lane) == near(expected, tolerance));
}

}  // namespace

TEST_CASE("every scalar type computes the same", "[math]") {
  const auto f = [](auto x) { return everything(x); };
  for (const double x : {0.3, 1.0, 1.7, 4.2}) {
    CAPTURE(x);
    const double expected = everything(x);
    CHECK(static_cast<double>(everything(Real(x))) == near(expected, 1e-14));
    CHECK(static_cast<double>(everything(static_cast<float>(x))) == near(expected, 1e-6));
    check_lanes<double>(f, x, expected, 1e-13);
    check_lanes<float>(f, static_cast<float>(x), expected, 1e-6);
  }
}

TEST_CASE("softplus and sigmoid never overflow", "[math]") {
  for (const double x : {-800.0, -700.0, -40.0, 0.0, 40.0, 700.0, 800.0}) {
    CAPTURE(x);
    CHECK(std::isfinite(math::softplus(x)));
    CHECK(math::softplus(x) - math::softplus(-x) == near(x, 1e-15));
    CHECK(math::sigmoid(x) + math::sigmoid(-x) == near(1, 1e-15));
    check_lanes<double>([](auto y) { return math::softplus(y); }, x, math::softplus(x), 1e-14);
    check_lanes<double>([](auto y) { return math::sigmoid(y); }, x, math::sigmoid(x), 1e-14);
  }
  CHECK(math::sigmoid(-700.0) == near(std::exp(-700.0), 0));
  CHECK(math::softplus(-700.0) == near(std::exp(-700.0), 0));
}

TEST_CASE("what is not a number is never hidden", "[math]") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(std::isnan(math::max(nan, 0.0)));
  CHECK(std::isnan(math::min(nan, 0.0)));
  CHECK(std::isnan(math::clamp(nan, -1.0, 1.0)));
  CHECK(std::isnan(math::sign(nan)));
  CHECK(std::isnan(math::sigmoid(nan)));
  CHECK(std::isnan(math::softplus(nan)));
  CHECK(std::isnan(math::x_log_x(nan)));
  CHECK(std::isnan(math::x_log_x(-1.0)));
}

TEST_CASE("sign and x log x at their special points", "[math]") {
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(math::sign(infinity) == 1);
  CHECK(math::sign(-3.0) == -1);
  CHECK(math::sign(0.0) == 0);
  CHECK(math::x_log_x(0.0) == 0);
  check_lanes<double>([](auto x) { return math::x_log_x(x); }, 0.0, 0.0, 0.0);
  check_lanes<double>([](auto x) { return math::sign(x); }, -2.0, -1.0, 0.0);
}

}  // namespace math_test
