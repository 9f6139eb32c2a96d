// SPDX-License-Identifier: BSL-1.0
#include "near.hpp"

#include <saddle/core/simd.hpp>
#include <saddle/divergence/divergence.hpp>

#include <algorithm>
#include <cmath>
#include <string>

namespace scalars_test {

using namespace saddle;

namespace {

/// Calls `visit(name, function, argument)` for each function of a row, at arguments in its domain.
template <class D, class Visitor>
void for_each_function(Visitor visit) {
  for (const double u : {0.2, 1.0, 1.7}) {
    visit("f", [](auto x) { return D::f(x); }, u);
    visit("derivative", [](auto x) { return D::derivative(x); }, u);
    const auto conjugate = [](auto x) { return D::conjugate(x); };
    const auto density_ratio = [](auto x) { return D::density_ratio(x); };
    visit("conjugate", conjugate, D::derivative(u));
    if (D::conjugate_domain.high < infinity) {
      visit("conjugate, outside", conjugate, D::conjugate_domain.high + u);
      visit("density_ratio, outside", density_ratio, D::conjugate_domain.high + u);
    }
    visit("density_ratio", density_ratio, D::derivative(u));
  }
  for (const double v : {-4.0, -0.7, 1.3, 4.0}) {
    visit("output_activation", [](auto x) { return D::output_activation(x); }, v);
    visit("conjugate_of_activation", [](auto x) { return D::conjugate_of_activation(x); }, v);
  }
}

template <class T, class F>
void check_lanes(F f, double x, double expected, double tolerance) {
  T lanes[simd::width<T>];
  f(simd::Batch<T>(static_cast<T>(x))).store_unaligned(lanes);
  for (const T lane : lanes) CHECK(static_cast<double>(lane) == near(expected, tolerance));
}

}  // namespace

TEST_CASE("every scalar type sees the same divergence", "[divergence]") {
  for_each(AllDivergences{}, []<class D>(std::type_identity<D>) {
    for_each_function<D>([](const char* part, auto f, double x) {
      CAPTURE(std::string(D::name), part, x);
      const double expected = f(x);
      CHECK(static_cast<double>(f(Real(x))) == near(expected, 1e-13));
      CHECK(f(Dual<double>(x)).value == near(expected, 1e-14));
      check_lanes<double>(f, x, expected, 1e-12);
      // What is lost is lost in the rounding of x; near the end of a domain that is much.
      const double as_float = f(static_cast<double>(static_cast<float>(x)));
      CHECK(static_cast<double>(f(static_cast<float>(x))) == near(as_float, 2e-4));
      check_lanes<float>(f, x, as_float, 2e-4);
    });
  });
}

TEST_CASE("slopes agree with finite differences for double and batches", "[divergence]") {
  for_each(AllDivergences{}, []<class D>(std::type_identity<D>) {
    for_each_function<D>([](const char* part, auto f, double x) {
      CAPTURE(std::string(D::name), part, x);
      const double h = 1e-5;
      const double forward = (f(x + h) - f(x)) / h;
      const double backward = (f(x) - f(x - h)) / h;
      const double slope = f(variable(x)).slope;
      if (!std::isfinite(forward) || !std::isfinite(backward)) return;  // beyond a domain's end
      if (std::abs(forward) > 0.1 / h) return;  // total variation's f' jumps
      if (std::abs(forward - backward) < 1e-2) {
        CHECK(slope == near((forward + backward) / 2, 1e-5));
      } else {  // a kink: any subgradient is right
        CHECK(slope >= std::min(forward, backward) - 1e-5);
        CHECK(slope <= std::max(forward, backward) + 1e-5);
      }
      double lanes[simd::width<double>];
      f(variable(simd::Batch<double>(x))).slope.store_unaligned(lanes);
      for (const double lane : lanes) CHECK(lane == near(slope, 1e-11));
    });
  });
}

}  // namespace scalars_test
