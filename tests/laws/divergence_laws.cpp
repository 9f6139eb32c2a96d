// SPDX-License-Identifier: BSL-1.0
#include "near.hpp"

#include <saddle/divergence/divergence.hpp>
#include <saddle/divergence/exact.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <type_traits>
#include <utility>

namespace divergence_laws_test {

using namespace saddle;
using exact::Normal;

namespace {

/// The table's rows, and members of the families that the command line does not list.
using LawDivergences =
    decltype(AllDivergences{} + types<Alpha<2>, Alpha<1.5>, Alpha<0.25>, Alpha<-2>,
                                      WeightedJensenShannon<0.5>, WeightedJensenShannon<0.9>>{});

/// Runs a law over every divergence, naming the one that breaks it.
template <class Law>
void for_every_divergence(Law law) {
  for_each(LawDivergences{}, [&]<class D>(std::type_identity<D> type) {
    std::string name(D::name);
    if constexpr (requires { D::parameter; }) name += ":" + std::to_string(D::parameter);
    CAPTURE(name);
    law(type);
  });
}

template <class D>
constexpr bool has_kink = std::is_same_v<D, TotalVariation>;

constexpr double ratios[] = {1e-4, 0.02, 0.3, 0.8, 1, 1.4, 3, 50, 2e3};

/// What a critic T reports of two coins.
template <class D>
double bound(double p, double q, double t_on, double t_off) {
  return p * t_on + (1 - p) * t_off - q * D::conjugate(t_on) - (1 - q) * D::conjugate(t_off);
}

}  // namespace

TEST_CASE("Fenchel-Young: f(u) + f*(t) >= u t, equal at t = f'(u)", "[law]") {
  for_every_divergence([]<class D>(std::type_identity<D>) {
    for (const double u : ratios) {
      CAPTURE(u);
      const double slope = D::derivative(u);
      const double scale = 1 + std::abs(u * slope) + std::abs(D::f(u));
      CHECK(std::abs(D::f(u) + D::conjugate(slope) - u * slope) <= 1e-10 * scale);
      for (double t = -8; t <= 8; t += 0.37) {
        CAPTURE(t);
        CHECK(D::f(u) + D::conjugate(t) >= u * t - 1e-12 * (scale + std::abs(u * t)));
      }
    }
  });
}

TEST_CASE("f* is the supremum of u t - f(u) over u >= 0", "[law]") {
  for_every_divergence([]<class D>(std::type_identity<D>) {
    for (double t = -6; t <= 3; t += 0.41) {
      if (!D::conjugate_domain.contains(t) || t > D::conjugate_domain.high - 0.02) continue;
      double supremum = -D::f(0.0);
      for (double log_u = -12; log_u <= 12; log_u += 1e-3) {
        const double u = std::exp(log_u);
        supremum = std::max(supremum, u * t - D::f(u));
      }
      CAPTURE(t);
      CHECK(D::conjugate(t) == near(supremum, 1e-5));
    }
  });
}

TEST_CASE("below f'(0) the best u is 0", "[law]") {
  for_every_divergence([]<class D>(std::type_identity<D>) {
    if (!std::isfinite(D::derivative(0.0))) return;
    for (const double below : {0.0, 0.1, 5.0, 1e3}) {
      CHECK(D::conjugate(D::derivative(0.0) - below) == near(-D::f(0.0), 1e-14));
      if (below > 0) CHECK(D::density_ratio(D::derivative(0.0) - below) == 0);
    }
  });
}

TEST_CASE("the activation increases onto the domain of f*", "[law]") {
  for_every_divergence([]<class D>(std::type_identity<D>) {
    double last = -infinity;
    for (double v = -15; v <= 15; v += 0.5) {
      CAPTURE(v);
      const double t = D::output_activation(v);
      CHECK(D::conjugate_domain.contains(t));
      CHECK(t > last);
      last = t;
      const double fused = D::conjugate_of_activation(v);
      if (std::abs(v) <= 8) CHECK(fused == near(D::conjugate(t), 1e-9));
    }
    if (D::conjugate_domain.high < infinity) {
      CHECK(D::output_activation(35.0) == near(D::conjugate_domain.high, 1e-12));
    }
  });
}

TEST_CASE("the density ratio inverts f' and is the slope of f*", "[law]") {
  for_every_divergence([]<class D>(std::type_identity<D>) {
    if constexpr (!has_kink<D>) {
      for (const double u : {0.02, 0.3, 0.8, 1.0, 1.4, 3.0, 50.0}) {
        CAPTURE(u);
        const double t = D::derivative(u);
        CHECK(D::density_ratio(t) == near(u, 1e-9));
        CHECK(D::conjugate(variable(t)).slope == near(u, 1e-9));
        CHECK(D::f(variable(u)).slope == near(t, 1e-11));
        CHECK(D::f(variable(variable(u))).slope.slope > 0);
      }
    }
  });
}

TEST_CASE("the bound is tight at T = f'(p/q) and nowhere above, on coins", "[law]") {
  for_every_divergence([]<class D>(std::type_identity<D>) {
    for (const auto& [p, q] : {std::pair{0.3, 0.6}, {0.5, 0.45}, {0.05, 0.9}}) {
      CAPTURE(p, q);
      const double exact = exact::bernoulli<D>(p, q);
      const double on = D::derivative(p / q);
      const double off = D::derivative((1 - p) / (1 - q));
      CHECK(bound<D>(p, q, on, off) == near(exact, 1e-12));
      for (const double shift : {-0.01, 0.01}) {
        CHECK(bound<D>(p, q, on + shift, off) <= exact + 1e-14);
        CHECK(bound<D>(p, q, on, off + shift) <= exact + 1e-14);
        if (!has_kink<D>) CHECK(bound<D>(p, q, on + shift, off + shift) < exact);
      }
    }
  });
}

TEST_CASE("the bound is tight at T = f'(p/q), on Gaussians", "[law]") {
  const Normal p{0, 1};
  const Normal q{1, 1};
  for_every_divergence([&]<class D>(std::type_identity<D>) {
    const int intervals = 4200;  // a smooth integrand that vanishes at both ends
    double sum = 0;
    for (int i = 0; i <= intervals; ++i) {
      const double x = -10 + 21.0 * i / intervals;
      const double density_p = std::exp(p.log_density(x));
      const double density_q = std::exp(q.log_density(x));
      const double t = D::derivative(density_p / density_q);
      sum += density_p * t - density_q * D::conjugate(t);
    }
    const double tolerance = has_kink<D> ? 1e-5 : 1e-9;
    CHECK(sum * 21 / intervals == near(exact::gaussian<D>(p, q), tolerance));
  });
}

TEST_CASE("D_f >= f(1), with equality at p = q alone", "[law]") {
  for_every_divergence([]<class D>(std::type_identity<D>) {
    for (const double p : {0.01, 0.2, 0.5, 0.7, 0.99}) {
      for (const double q : {0.01, 0.2, 0.5, 0.7, 0.99}) {
        CAPTURE(p, q);
        const double excess = exact::bernoulli<D>(p, q) - at_one<D>;
        if (p == q) {
          CHECK(excess == near(0, 1e-14));
        } else {
          CHECK(excess > 1e-4);
        }
      }
    }
    CHECK(exact::gaussian<D>({0.3, 1.2}, {0.3, 1.2}) == near(at_one<D>, 1e-10));
    CHECK(exact::gaussian<D>({0.3, 1.2}, {0.2, 1.1}) > at_one<D> + 1e-4);
  });
}

namespace {

/// D(p||q) = E(q||p) in each ratio, on coins and on Gaussians.
template <class D, class E>
void check_mirror() {
  CAPTURE(std::string(D::name), std::string(E::name));
  for (const double u : {1e-3, 1e3, 1e10}) CHECK(D::f(u) == near(u * E::f(1 / u), 1e-12));
  for (const auto& [p, q] : {std::pair{0.3, 0.6}, {0.5, 0.45}, {0.05, 0.9}}) {
    CHECK(exact::bernoulli<D>(p, q) == near(exact::bernoulli<E>(q, p), 1e-13));
  }
  const Normal p{0, 1};
  const Normal q{0.4, 1.1};
  CHECK(exact::gaussian<D>(p, q) == near(exact::gaussian<E>(q, p), 1e-9));
}

/// D(p||q) = factor * E(p||q).
template <class D, class E>
void check_multiple(double factor, double tolerance) {
  CAPTURE(std::string(D::name), std::string(E::name), factor);
  for (const auto& [p, q] : {std::pair{0.3, 0.6}, {0.5, 0.45}, {0.05, 0.9}}) {
    CHECK(exact::bernoulli<D>(p, q) == near(factor * exact::bernoulli<E>(p, q), tolerance));
  }
}

}  // namespace

TEST_CASE("exchanging p and q", "[law]") {
  check_mirror<KL, ReverseKL>();
  check_mirror<ReverseKL, KL>();
  check_mirror<Pearson, Neyman>();
  check_mirror<JensenShannon, JensenShannon>();
  check_mirror<GanDivergence, GanDivergence>();
  check_mirror<SquaredHellinger, SquaredHellinger>();
  check_mirror<TotalVariation, TotalVariation>();
  check_mirror<Jeffrey, Jeffrey>();
  check_mirror<WeightedJensenShannon<0.3>, WeightedJensenShannon<0.7>>();
  check_mirror<Alpha<3>, Alpha<-2>>();
  check_mirror<Alpha<0.3>, Alpha<0.7>>();
  check_mirror<Alpha<0.5>, Alpha<0.5>>();
  check_mirror<Alpha<2>, Alpha<-1>>();
}

TEST_CASE("Gaussians have the same divergence wherever they lie", "[law]") {
  for_every_divergence([]<class D>(std::type_identity<D>) {
    for (const double sd : {0.5, 0.999, 1.5}) {
      CHECK(exact::gaussian<D>({1e6, sd}, {1e6 + 0.25, 1}) ==
            near(exact::gaussian<D>({0, sd}, {0.25, 1}), 1e-8));
    }
  });
}

TEST_CASE("members that are multiples of one another", "[law]") {
  check_multiple<Alpha<2>, Pearson>(0.5, 1e-13);
  check_multiple<Alpha<-1>, Neyman>(0.5, 1e-13);
  check_multiple<Alpha<0.5>, SquaredHellinger>(2, 1e-13);
  check_multiple<JensenShannon, WeightedJensenShannon<0.5>>(2, 1e-13);
  // The Jensen-Shannon divergence by its definition.
  const double p = 0.3;
  const double q = 0.6;
  const double m = 0.5 * (p + q);
  const double jsd = 0.5 * (exact::bernoulli<KL>(p, m) + exact::bernoulli<KL>(q, m));
  CHECK(exact::bernoulli<WeightedJensenShannon<0.5>>(p, q) == near(jsd, 1e-14));
  CHECK(exact::bernoulli<GanDivergence>(p, q) == near(2 * jsd - std::log(4.0), 1e-14));
  CHECK(exact::bernoulli<Jeffrey>(p, q) ==
        near(exact::bernoulli<KL>(p, q) + exact::bernoulli<ReverseKL>(p, q), 1e-14));
}

TEST_CASE("Alpha tends to KL at 1 and to ReverseKL at 0", "[law]") {
  check_multiple<Alpha<1 + 1e-6>, KL>(1, 2e-5);
  check_multiple<Alpha<1 - 1e-6>, KL>(1, 2e-5);
  check_multiple<Alpha<1e-6>, ReverseKL>(1, 2e-5);
  check_multiple<Alpha<-1e-6>, ReverseKL>(1, 2e-5);
}

TEST_CASE("closer Gaussians are less divergent", "[law]") {
  for_every_divergence([]<class D>(std::type_identity<D>) {
    double last = at_one<D> - 1e-9;
    for (const double shift : {0.0, 0.1, 0.5, 1.0, 2.0}) {
      const double value = exact::gaussian<D>({0, 1}, {shift, 1});
      CHECK(value > last);
      last = value;
    }
  });
}

}  // namespace divergence_laws_test
