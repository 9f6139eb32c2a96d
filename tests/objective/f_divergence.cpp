// SPDX-License-Identifier: BSL-1.0
#include "near.hpp"

#include <saddle/core/error.hpp>
#include <saddle/divergence/exact.hpp>
#include <saddle/objective/f_divergence.hpp>
#include <saddle/objective/objective.hpp>

#include <cmath>
#include <string>

namespace f_divergence_test {

using namespace saddle;

namespace {

constexpr double p = 0.3;
constexpr double q = 0.6;

/// The score at which T(s) = t, by bisection of the increasing activation.
template <class O>
double score_of(double t) {
  double low = -50;
  double high = 50;
  for (int step = 0; step < 200; ++step) {
    const double middle = 0.5 * (low + high);
    (-O::critic_real(middle) < t ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

template <class O>
double estimate(double on, double off) {
  return O::estimate(p * O::critic_real(on) + (1 - p) * O::critic_real(off) +
                     q * O::critic_fake(on) + (1 - q) * O::critic_fake(off));
}

struct Triangular {
  static constexpr std::string_view name = "triangular";
  template <class T>
  static constexpr T f(T u) {
    return (u - 1) * (u - 1) / (2 * (u + 1));
  }
};

template <class O>
concept HasCheck = requires { O::check(); };

struct Scaled {
  static inline double scale = 1;
  template <class T>
  static T f(T u) {
    return scale * (u - 1) * (u - 1);
  }
};

}  // namespace

TEST_CASE("the reported number is D_f at the best critic and less elsewhere", "[objective]") {
  for_each(AllDivergences{}, []<class D>(std::type_identity<D>) {
    using O = FDivergence<D>;
    CAPTURE(std::string(O::name));
    CHECK(O::name == D::name);
    const double exact = exact::bernoulli<D>(p, q);
    // Total variation's best T is +-1/2, which no finite score reaches.
    const double tolerance = std::is_same_v<D, TotalVariation> ? 1e-8 : 1e-11;
    const double on = score_of<O>(D::derivative(p / q));
    const double off = score_of<O>(D::derivative((1 - p) / (1 - q)));
    CHECK(estimate<O>(on, off) == near(exact, tolerance));
    for (const double shift : {-0.5, -0.05, 0.05, 0.5}) {
      CAPTURE(shift);
      CHECK(estimate<O>(on + shift, off) <= exact + 1e-12);
      CHECK(estimate<O>(on, off + shift) <= exact + 1e-12);
      if (!std::is_same_v<D, TotalVariation>) CHECK(estimate<O>(on + shift, off) < exact - 1e-6);
    }
    if constexpr (!std::is_same_v<D, TotalVariation>) {
      CHECK(O::density_ratio(on) == near(p / q, 1e-10));
    }
  });
}

TEST_CASE("the log-ratio critic reports the same at s = log p/q", "[objective]") {
  for_each(AllDivergences{}, []<class D>(std::type_identity<D>) {
    using O = FDivergence<D, Saturating, LogRatio>;
    CAPTURE(std::string(O::name));
    const double exact = exact::bernoulli<D>(p, q);
    const double on = std::log(p / q);
    const double off = std::log((1 - p) / (1 - q));
    CHECK(estimate<O>(on, off) == near(exact, 1e-13));
    CHECK(estimate<O>(on + 0.1, off - 0.2) <= exact + 1e-15);
    CHECK(O::density_ratio(on) == near(p / q, 1e-15));
  });
}

TEST_CASE("FDivergence<GanDivergence> is Minimax, loss and slope", "[objective]") {
  using F = FDivergence<GanDivergence>;
  using G = FDivergence<GanDivergence, NonSaturating>;
  for (double s = -40; s <= 40; s += 2.5) {
    CAPTURE(s);
    const Dual<double> v = variable(s);
    const auto same = [](Dual<double> a, Dual<double> b) {
      CHECK(a.value == near(b.value, 1e-15));
      CHECK(a.slope == near(b.slope, 1e-15));
    };
    same(F::critic_real(v), Minimax::critic_real(v));
    same(F::critic_fake(v), Minimax::critic_fake(v));
    same(F::model_fake(v), Minimax::model_fake(v));
    same(F::model_real(v), Minimax::model_real(v));
    same(G::model_fake(v), NonSaturating::model_fake(v));
    same(G::model_real(v), NonSaturating::model_real(v));
  }
}

TEST_CASE("the two variants differ in the model alone", "[objective]") {
  for_each(AllDivergences{}, []<class D>(std::type_identity<D>) {
    using S = FDivergence<D>;
    using N = FDivergence<D, NonSaturating>;
    for (const double s : {-1.5, 0.4, 2.0}) {
      CHECK(S::critic_real(s) == N::critic_real(s));
      CHECK(S::critic_fake(s) == N::critic_fake(s));
      CHECK(S::model_fake(s) == -S::critic_fake(s));
      CHECK(S::model_real(s) == -S::critic_real(s));
      CHECK(N::model_fake(s) == N::critic_real(s));
      CHECK(N::model_real(s) == N::critic_fake(s));
    }
  });
}

TEST_CASE("losses stay finite at scores of 700", "[objective]") {
  for_each(AllDivergences{}, []<class D>(std::type_identity<D>) {
    using O = FDivergence<D>;
    for (const double s : {-700.0, -100.0, 39.0, 41.0, 700.0}) {
      CAPTURE(std::string(O::name), s);
      CHECK(std::isfinite(O::critic_real(s)));
      CHECK(std::isfinite(O::critic_fake(s)));
      CHECK(std::isfinite(O::critic_fake(variable(s)).slope));
      CHECK(std::isfinite(O::critic_real(variable(s)).slope));
    }
  });
}

TEST_CASE("a divergence with f alone is an objective", "[objective]") {
  using O = FDivergence<Triangular>;
  static_assert(Objective<O> && O::name == "triangular");
  static_assert(std::is_same_v<DefaultCriticForm<Triangular>, LogRatio>);
  static_assert(std::is_same_v<DefaultCriticForm<Pearson>, TableForm>);
  const double exact = exact::bernoulli<Triangular>(p, q);
  CHECK(exact == near(0.5 * 0.09 * (1 / 0.9 + 1 / 1.1), 1e-15));
  CHECK(estimate<O>(std::log(p / q), std::log((1 - p) / (1 - q))) == near(exact, 1e-14));
}

TEST_CASE("a divergence without a name has that of its type", "[objective]") {
  CHECK(full_name<FDivergence<Triangular>>() == "triangular");
  CHECK(full_name<FDivergence<RuntimeChecked<Scaled>>>().ends_with("::Scaled"));
}

TEST_CASE("an objective passes on the check of its divergence", "[objective]") {
  using O = FDivergence<RuntimeChecked<Scaled>>;
  static_assert(Objective<O>);
  Scaled::scale = 1;
  CHECK_NOTHROW(O::check());
  Scaled::scale = -1;
  CHECK_THROWS_AS(O::check(), ConfigError);
  static_assert(HasCheck<O> && !HasCheck<FDivergence<Pearson>>);
}

}  // namespace f_divergence_test
