// SPDX-License-Identifier: BSL-1.0
#include "near.hpp"

#include <saddle/core/dual.hpp>
#include <saddle/core/real.hpp>
#include <saddle/core/simd.hpp>

#include <cmath>
#include <limits>

namespace dual_test {

using saddle::Dual;
using saddle::variable;
namespace math = saddle::math;

namespace {

/// Calls `visit(name, function)` for each smooth function of math, defined for x > 0.
template <class Visitor>
void for_each_function(Visitor visit) {
  visit("exp", [](auto x) { return math::exp(x); });
  visit("log", [](auto x) { return math::log(x); });
  visit("log1p", [](auto x) { return math::log1p(x); });
  visit("expm1", [](auto x) { return math::expm1(x); });
  visit("sqrt", [](auto x) { return math::sqrt(x); });
  visit("pow 2.5", [](auto x) { return math::pow(x, 2.5); });
  visit("pow -2", [](auto x) { return math::pow(x, -2); });
  visit("tanh", [](auto x) { return math::tanh(x); });
  visit("abs", [](auto x) { return math::abs(x) * x; });
  visit("sigmoid", [](auto x) { return math::sigmoid(x); });
  visit("softplus", [](auto x) { return math::softplus(x); });
  visit("x log x", [](auto x) { return math::x_log_x(x); });
  visit("max", [](auto x) { return math::max(x * x, x); });
  visit("min", [](auto x) { return math::min(x * x, x); });
  visit("clamp", [](auto x) { return math::clamp(x * x, x * 0.5, x * 2); });
  visit("arithmetic", [](auto x) { return (3 - x) * (x + 1.5) / (2 * x) - x; });
}

template <class F>
double difference(F f, double x) {
  const double h = 1e-4;
  return (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h);
}

}  // namespace

TEST_CASE("slopes and curvatures agree with finite differences", "[dual]") {
  for_each_function([](const char* name, auto f) {
    for (const double x : {0.37, 1.6, 2.9}) {
      CAPTURE(name, x);
      CHECK(f(variable(x)).value == near(f(x), 1e-15));
      CHECK(f(variable(x)).slope == near(difference(f, x), 1e-9));
      const auto slope = [&](double y) { return f(variable(y)).slope; };
      CHECK(f(variable(variable(x))).slope.slope == near(difference(slope, x), 1e-9));
    }
  });
}

TEST_CASE("sigmoid and softplus are smooth at 0", "[dual]") {
  CHECK(math::sigmoid(variable(0.0)).slope == 0.25);
  CHECK(math::softplus(variable(0.0)).slope == 0.5);
  CHECK(math::softplus(variable(variable(0.0))).slope.slope == 0.25);
  CHECK(math::sigmoid(variable(variable(0.0))).slope.slope == 0);
}

TEST_CASE("slopes survive where values saturate", "[dual]") {
  CHECK(math::sigmoid(variable(40.0)).slope == near(std::exp(-40.0), 1e-30));
  CHECK(math::sigmoid(variable(-700.0)).slope > 0);
  CHECK(math::softplus(variable(-700.0)).slope > 0);
  CHECK(math::softplus(variable(1000.0)).slope == 1);
  CHECK(math::softplus(variable(1000.0)).value == 1000);
}

TEST_CASE("subgradients at kinks are the documented ones", "[dual]") {
  CHECK(math::abs(variable(0.0)).slope == 0);
  CHECK(math::sign(variable(0.0)).slope == 0);
  CHECK(math::max(variable(1.0), Dual<double>(1.0)).slope == 1);
  CHECK(math::max(Dual<double>(1.0), variable(1.0)).slope == 0);
  CHECK(math::min(variable(1.0), Dual<double>(1.0)).slope == 1);
  const auto clamped = [](double x) {
    return math::clamp(variable(x), Dual<double>(0.0), Dual<double>(1.0)).slope;
  };
  CHECK(clamped(0) == 1);
  CHECK(clamped(1) == 1);
  CHECK(clamped(-0.1) == 0);
  CHECK(clamped(1.1) == 0);
  CHECK(math::x_log_x(variable(0.0)).value == 0);
  CHECK(math::x_log_x(variable(0.0)).slope == -std::numeric_limits<double>::infinity());
  CHECK(math::sqrt(variable(0.0)).slope == std::numeric_limits<double>::infinity());
}

TEST_CASE("a branch that is not chosen leaves no trace", "[dual]") {
  const Dual<double> x = variable(-1.0);
  const Dual<double> root = math::select(x > Dual<double>(0.0), math::sqrt(x), Dual<double>(0.0));
  CHECK(root.value == 0);
  CHECK(root.slope == 0);
}

TEST_CASE("batches of dual numbers are dual numbers of batches", "[dual]") {
  using Batch = saddle::simd::Batch<double>;
  for_each_function([](const char* name, auto f) {
    for (const double x : {0.37, 1.6, 2.9}) {
      CAPTURE(name, x);
      double slope[saddle::simd::width<double>];
      f(variable(Batch(x))).slope.store_unaligned(slope);
      for (const double lane : slope) CHECK(lane == near(f(variable(x)).slope, 1e-13));
    }
  });
}

static_assert(math::exp(variable(saddle::Real(0))).slope == 1, "slopes at compile time");
static_assert(math::sqrt(variable(variable(saddle::Real(1)))).slope.slope == -0.25);

}  // namespace dual_test
