// SPDX-License-Identifier: BSL-1.0
#include "near.hpp"

#include <saddle/core/math.hpp>
#include <saddle/core/real.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace real_test {

using saddle::Real;
namespace math = saddle::math;

namespace {

constexpr bool close(Real a, double b) { return math::abs(a - b) <= 1e-14 * math::abs(Real(b)); }

static_assert(close(math::exp(Real(1)), 2.718281828459045));
static_assert(close(math::log(Real(10)), 2.302585092994046));
static_assert(close(math::log1p(Real(1e-10)), 9.9999999995e-11));
static_assert(close(math::expm1(Real(1e-10)), 1.00000000005e-10));
static_assert(close(math::sqrt(Real(2)), 1.4142135623730951));
static_assert(close(math::pow(Real(2), 0.5), 1.4142135623730951));
static_assert(close(math::pow(Real(2), -3), 0.125));
static_assert(close(math::tanh(Real(0.5)), 0.46211715726000973));
static_assert(close(math::sigmoid(Real(-700)), 9.8596765437597708e-305));
static_assert(close(math::softplus(Real(0)), 0.69314718055994531));

constexpr double infinity = std::numeric_limits<double>::infinity();
static_assert(math::log(Real(0)) == -infinity);
static_assert(math::exp(Real(1000)) == infinity);
static_assert(math::exp(Real(-1000)) == 0);
static_assert(math::pow(Real(0), 0.5) == 0 && math::pow(Real(0), -0.5) == infinity);
static_assert(math::pow(Real(0), 0) == 1 && math::pow(Real(0), -2) == infinity);
static_assert(math::sqrt(Real(0)) == 0 && math::sqrt(Real(infinity)) == infinity);

/// The largest relative error of `ours` against `theirs` on an even grid.
template <class Ours, class Theirs>
double worst(Ours ours, Theirs theirs, double low, double high) {
  double largest = 0;
  for (int i = 0; i <= 2000; ++i) {
    const double x = low + (high - low) * i / 2000;
    const double exact = theirs(x);
    const double error = std::abs(static_cast<double>(ours(Real(x))) - exact);
    largest = std::max(largest, exact == 0 ? error : error / std::abs(exact));
  }
  return largest;
}

}  // namespace

TEST_CASE("Real agrees with the standard library", "[real]") {
  const auto exp_ours = [](Real x) { return math::exp(x); };
  const auto exp_theirs = [](double x) { return std::exp(x); };
  CHECK(worst(exp_ours, exp_theirs, -700, 700) < 1e-15);
  const auto log_ours = [](Real x) { return math::log(x); };
  const auto log_theirs = [](double x) { return std::log(x); };
  CHECK(worst(log_ours, log_theirs, 0.001, 5) < 2e-15);
  CHECK(worst(log_ours, log_theirs, 1, 1e300) < 1e-15);
  CHECK(worst(log_ours, log_theirs, 1e-310, 1e-300) < 1e-15);
  CHECK(worst([](Real x) { return math::log1p(x); }, [](double x) { return std::log1p(x); }, -0.99,
              3) < 1e-15);
  CHECK(worst([](Real x) { return math::expm1(x); }, [](double x) { return std::expm1(x); }, -3,
              3) < 1e-15);
  CHECK(worst([](Real x) { return math::sqrt(x); }, [](double x) { return std::sqrt(x); }, 0, 9) <
        1e-15);
  CHECK(worst([](Real x) { return math::tanh(x); }, [](double x) { return std::tanh(x); }, -30,
              30) < 1e-15);
  CHECK(worst([](Real x) { return math::pow(x, 2.7); }, [](double x) { return std::pow(x, 2.7); },
              1e-3, 1e3) < 1e-14);
}

TEST_CASE("Real keeps what is not a number", "[real]") {
  const Real nan = std::numeric_limits<double>::quiet_NaN();
  for (const Real y :
       {math::exp(nan), math::log(nan), math::sqrt(nan), math::log(Real(-1)), math::sqrt(Real(-1)),
        math::pow(Real(-1), 0.5), math::tanh(nan), math::expm1(nan), math::log1p(nan)}) {
    CHECK(!(y == y));
  }
}

}  // namespace real_test
