// SPDX-License-Identifier: BSL-1.0
#include "near.hpp"

#include <saddle/core/error.hpp>
#include <saddle/divergence/conjugate.hpp>
#include <saddle/divergence/divergence.hpp>

#include <cmath>
#include <string>

namespace conjugate_test {

using namespace saddle;

namespace {

template <class Law>
void for_every_divergence(Law law) {
  for_each(AllDivergences{}, [&]<class D>(std::type_identity<D> type) {
    std::string name(D::name);
    if constexpr (requires { D::parameter; }) name += ":" + std::to_string(D::parameter);
    CAPTURE(name);
    law(type, [](double u) { return D::f(u); });
  });
}

/// Two wells, at 1/2 and 3/2, with a hill between them.
double double_well(double u) {
  const double square = (u - 1) * (u - 1) - 0.25;
  return square * square;
}

}  // namespace

TEST_CASE("the numeric conjugate is the closed form, +infinity outside of its domain", "[law]") {
  for_every_divergence([]<class D>(std::type_identity<D>, auto f) {
    for (double t = -7; t <= 6; t += 0.37) {
      CAPTURE(t);
      const double high = D::conjugate_domain.high;
      if (t < high - 1e-3) CHECK(exact::conjugate(f, t) == near(D::conjugate(t), 1e-7));
      if (t > high + 1e-3) CHECK(exact::conjugate(f, t) == infinity);
    }
  });
}

TEST_CASE("the numeric conjugate is convex and never decreases, whatever f", "[law]") {
  const auto check = [](auto f) {
    const double step = 0.2;
    double before = exact::conjugate(f, -6 - step), here = exact::conjugate(f, -6);
    for (double t = -6; t <= 4; t += step) {
      const double after = exact::conjugate(f, t + step);
      if (!std::isfinite(after)) break;
      CAPTURE(t);
      CHECK(after >= here - 1e-9);
      CHECK(before + after - 2 * here >= -1e-7 * (1 + std::abs(after)));
      before = here;
      here = after;
    }
  };
  for_every_divergence([&]<class D>(std::type_identity<D>, auto f) { check(f); });
  check(double_well);
  check([](double u) { return std::sin(u) + 0.1 * u * u; });
}

TEST_CASE("f** = f for the convex f of every divergence", "[law]") {
  for_every_divergence([]<class D>(std::type_identity<D>, auto f) {
    for (const double u : {0.02, 0.3, 1.0, 1.7, 6.0, 40.0}) {
      CAPTURE(u);
      CHECK(exact::biconjugate(f, u) == near(f(u), 2e-6));
      CHECK(exact::biconjugate(f, u) <= f(u) + 2e-6 * (1 + std::abs(f(u))));
    }
  });
}

TEST_CASE("f** is the convex hull of a double well", "[law]") {
  for (double u = 0.05; u < 3; u += 0.083) {
    CAPTURE(u);
    const double hull = exact::biconjugate(double_well, u);
    CHECK(hull <= double_well(u) + 1e-7);
    CHECK(hull == near(u > 0.5 && u < 1.5 ? 0 : double_well(u), 1e-6));
  }
}

TEST_CASE("a line's conjugate is a step", "[law]") {
  const auto line = [](double u) { return 2 * u - 1; };
  CHECK(exact::conjugate(line, 1.9) == near(1, 1e-12));
  CHECK(exact::conjugate(line, 2.1) == infinity);
  CHECK(exact::biconjugate(line, 3) == near(5, 1e-6));
}

TEST_CASE("the biconjugate is for positive density ratios", "[law]") {
  CHECK_THROWS_AS(exact::biconjugate(double_well, 0), ConfigError);
  CHECK_THROWS_WITH(exact::biconjugate(double_well, -1), Catch::Contains("positive"));
}

}  // namespace conjugate_test
