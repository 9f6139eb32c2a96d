// SPDX-License-Identifier: BSL-1.0
#include "gaussian_pairs.hpp"
#include "near.hpp"

#include <saddle/core/text/name.hpp>
#include <saddle/divergence/divergence.hpp>
#include <saddle/metric/estimate/variational_bound.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace variational_bound_test {

using namespace saddle;

namespace {

/// The bound by the exact T* on 100,000 samples per side of pair number `pair`.
template <class D>
DivergenceEstimate tight_bound(std::size_t pair) {
  const TwoSamples x = draw_pair(other_normals[pair], 100'000, 1, 1);
  return variational_bound<D>(exact_log_ratio(other_normals[pair], x.p),
                              exact_log_ratio(other_normals[pair], x.q));
}

template <class D>
DivergenceEstimate constant_bound(double on_p, double on_q) {
  const Tensor<double, 1> p(std::array<std::size_t, 1>{1'000}, on_p);
  const Tensor<double, 1> q(std::array<std::size_t, 1>{1'000}, on_q);
  return variational_bound<D>(p, q);
}

}  // namespace

TEST_CASE("the exact log ratio gives the exact divergence, within its error", "[metric]") {
  for (std::size_t pair = 0; pair < 3; ++pair) {
    const TwoSamples x = draw_pair(other_normals[pair], 100'000, 1, 1);
    const auto p = exact_log_ratio(other_normals[pair], x.p);
    const auto q = exact_log_ratio(other_normals[pair], x.q);
    for_each(AllDivergences{}, [&]<class D>(std::type_identity<D>) {
      const DivergenceEstimate bound = variational_bound<D>(p, q);
      CAPTURE(pair, bound.name, bound.value, bound.standard_error, bound.tail_index);
      const double exact = exact::gaussian<D>(standard_normal, other_normals[pair]);
      if (std::isfinite(exact)) {
        CHECK(std::abs(bound.value - exact) < 4 * bound.standard_error);
        CHECK_FALSE(bound.diverging);
      }
      if (bound.tail_index < 0.5) CHECK(bound.verdict() == Verdict::reliable);
    });
  }
}

TEST_CASE("light, heavy and infinite cells of the table get their verdicts", "[metric]") {
  CHECK(tight_bound<KL>(0).verdict() == Verdict::reliable);
  CHECK(tight_bound<JensenShannon>(1).verdict() == Verdict::reliable);
  CHECK(tight_bound<TotalVariation>(2).verdict() == Verdict::reliable);
  // Finite, but the variance of the terms is not (tail index 3/4), or barely is.
  CHECK(tight_bound<ReverseKL>(1).verdict() == Verdict::heavy_tail);
  CHECK(tight_bound<Pearson>(2).verdict() == Verdict::heavy_tail);
  // Infinite: tail indices 3/2, 3/2 and 27/25.
  CHECK(tight_bound<Neyman>(1).verdict() == Verdict::no_finite_estimate);
  CHECK(tight_bound<Alpha<-1>>(1).verdict() == Verdict::no_finite_estimate);
  CHECK(tight_bound<Alpha<3>>(2).verdict() == Verdict::no_finite_estimate);
}

TEST_CASE("disjoint supports: what is infinite still rises, what is not has its limit",
          "[metric]") {
  CHECK(constant_bound<KL>(12, -12).verdict() == Verdict::no_finite_estimate);
  CHECK(constant_bound<ReverseKL>(12, -12).diverging);
  CHECK(constant_bound<Jeffrey>(19, -19).diverging);
  CHECK(constant_bound<KL>(25, -25).diverging);  // beyond where scores are held
  for_each(types<JensenShannon, TotalVariation, SquaredHellinger, WeightedJensenShannon<0.3>,
                 GanDivergence, Alpha<0.5>>{},
           []<class D>(std::type_identity<D>) {
             const DivergenceEstimate bound = constant_bound<D>(18, -18);
             CAPTURE(bound.name);
             CHECK(bound.value == near(exact::disjoint<D>(), 1e-3));
             CHECK(bound.verdict() == Verdict::reliable);
           });
}

TEST_CASE("a critic of log ratios that are too small is told", "[metric]") {
  const TwoSamples x = draw_pair(other_normals[0], 20'000, 1, 1);
  Tensor<double, 1> p = exact_log_ratio(other_normals[0], x.p);
  Tensor<double, 1> q = exact_log_ratio(other_normals[0], x.q);
  CHECK_FALSE(variational_bound<KL>(p, q).diverging);
  for (double& v : p) v *= 0.3;
  for (double& v : q) v *= 0.3;
  CHECK(variational_bound<KL>(p, q).diverging);
}

TEST_CASE("a value that rose in the last quarter of the training is no estimate", "[metric]") {
  DivergenceEstimate estimate{.name = "kl", .value = 2, .standard_error = 0.01, .samples = 1'000};
  DivergenceEstimate flat = estimate;
  estimate.follow({0.2, 0.5, 0.8, 1.1, 1.4, 1.6, 1.8});
  CHECK(estimate.verdict() == Verdict::no_finite_estimate);
  CHECK(estimate.history.size() == 8);
  CHECK(estimate.history.back() == 2);
  flat.follow({0.2, 1.5, 1.8, 1.9, 1.96, 1.98, 1.99});
  CHECK(flat.verdict() == Verdict::reliable);
}

TEST_CASE("a line of the table says what is wrong", "[metric]") {
  DivergenceEstimate estimate{
      .name = "kl", .value = 0.5, .standard_error = 0.01, .samples = 1'000, .tail_index = 0.25};
  const auto says = [&](const char* text) {
    return to_string(estimate).find(text) != std::string::npos;
  };
  CHECK(says("0.25"));
  CHECK(says("reliable"));
  CHECK(estimate.low() == near(0.5 - 0.02575829, 1e-9));
  CHECK(estimate.high() == near(0.5 + 0.02575829, 1e-9));
  estimate.tail_index = -std::numeric_limits<double>::infinity();
  CHECK(says("none"));
  CHECK(says("reliable"));
  DivergenceEstimate weak = estimate;
  weak.rising = true;
  CHECK(weak.verdict() == Verdict::critic_too_weak);
  weak.overfitted = true;
  CHECK(weak.verdict() == Verdict::overfitted);
  estimate.tail_index = 0.71;
  CHECK(says("heavy tail"));
  estimate.tail_index = std::numeric_limits<double>::quiet_NaN();
  CHECK(says("heavy tail"));
  estimate.tail_index = 1;
  CHECK(says("no finite estimate"));
  CHECK_FALSE(says("0.5"));
}

TEST_CASE("what has a greatest value is finite, and cannot rise above it", "[metric]") {
  CHECK(constant_bound<JensenShannon>(0, 0).greatest == near(2 * std::log(2.0), 1e-12));
  CHECK(std::isinf(constant_bound<KL>(0, 0).greatest));
  DivergenceEstimate tv{.name = "tv", .value = 0.5, .greatest = 1, .samples = 1'000};
  tv.diverging = true;
  CHECK(tv.verdict() == Verdict::critic_too_weak);
  tv.rising = true;
  tv.value = 0.99;
  CHECK(tv.verdict() == Verdict::reliable);
  tv.tail_index = 1.5;
  CHECK(tv.verdict() == Verdict::heavy_tail);
}

TEST_CASE("log ratios at the ends of what is told apart show no end of what has none", "[metric]") {
  constexpr std::size_t n = 1'000, at_the_ends = 20;
  Tensor<double, 1> p(std::array<std::size_t, 1>{n}, 25.0), q = -p;
  for (std::size_t i = at_the_ends; i < n; ++i) {
    p(i) = 3 + 0.001 * static_cast<double>(i);
    q(i) = -p(i);
  }
  CHECK(variational_bound<Jeffrey>(p, q).verdict() == Verdict::no_finite_estimate);
  CHECK(variational_bound<KL>(p, q).verdict() == Verdict::no_finite_estimate);
  CHECK(variational_bound<TotalVariation>(p, q).verdict() == Verdict::reliable);
}

TEST_CASE("an interval as wide as the value is not reliable, nor is nothing of few samples",
          "[metric]") {
  DivergenceEstimate wide{.name = "tv", .value = 0.38, .standard_error = 0.07, .samples = 80};
  CHECK(wide.verdict() == Verdict::critic_too_weak);
  wide.standard_error = 0.02;
  CHECK(wide.verdict() == Verdict::reliable);
  DivergenceEstimate nothing{.name = "tv", .samples = 100};
  CHECK(nothing.verdict() == Verdict::critic_too_weak);
  nothing.samples = 1'000;
  CHECK(nothing.verdict() == Verdict::reliable);
}

TEST_CASE("no number is below the least value, and a critic worse than none is overfitted",
          "[metric]") {
  const DivergenceEstimate js = constant_bound<JensenShannon>(-1, 1);
  CHECK(js.value == 0);
  CHECK(js.low() == 0);
  CHECK(js.verdict() == Verdict::overfitted);
  const DivergenceEstimate gan = constant_bound<GanDivergence>(-1, 1);
  CHECK(gan.value == near(-std::log(4.0), 1e-12));
  CHECK(gan.low() == gan.value);
  for_each(AllDivergences{}, []<class D>(std::type_identity<D>) {
    const DivergenceEstimate none = constant_bound<D>(0, 0);
    CAPTURE(none.name);
    CHECK(none.value == near(at_one<D>, 1e-9));
    CHECK(none.standard_error == 0);
    CHECK(none.verdict() == Verdict::reliable);
  });
}

TEST_CASE("a tail that adds nothing does not count", "[metric]") {
  const exact::Normal& law = other_normals[1];
  Tensor<double, 1> p = exact_log_ratio(law, draw_normal(law, 5'000, 1, 0));
  Tensor<double, 1> q = exact_log_ratio(law, draw_normal(law, 5'000, 1, 1));
  for (double& v : p) v *= 1e-3;
  for (double& v : q) v *= 1e-3;
  const DivergenceEstimate equal = variational_bound<KL>(p, q);
  CAPTURE(equal.value, equal.tail_index);
  CHECK(equal.value == near(0, 0.01));
  CHECK(equal.verdict() == Verdict::reliable);
  CHECK(equal.tail_index < 0);
  // The same terms with five that decide the mean.
  for (std::size_t i = 0; i < 5; ++i) q(i) = 6 + 2 * static_cast<double>(i);
  CHECK(variational_bound<KL>(p, q).verdict() != Verdict::reliable);
}

TEST_CASE("a tail that is not known stays so, on whichever side it is", "[metric]") {
  std::vector<double> terms(100, 0.0);
  for (std::size_t i = 0; i < 40; ++i) terms[i] = -1e-2 * static_cast<double>(i + 1);
  for (std::size_t i = 97; i < 100; ++i) terms[i] = 1'000;  // three above ties
  std::vector<double> negated = terms;
  for (double& term : negated) term = -term;
  const TermSummary above(terms), below(negated);
  REQUIRE(std::isnan(above.upper.excess.shape));
  REQUIRE(above.lower.weight > 1e-4);
  CHECK(std::isnan(above.tail_index(1e-4)));
  CHECK(std::isnan(below.tail_index(1e-4)));
}

TEST_CASE("a kink at equal densities pays for chance: the best shift avoids it", "[metric]") {
  // A tenth of p is where q is not; elsewhere the critic's sign is that of noise.
  const auto scores = [](std::size_t apart, std::uint64_t part) {
    Tensor<double, 1> v = xt::empty<double>({2'000});
    const Tensor<float, 2> noise = draw_normal({-0.05, 0.2}, 2'000, 1, part);
    for (std::size_t i = 0; i < 2'000; ++i) v(i) = i < apart ? 5 : double{noise(i, 0)};
    return v;
  };
  const auto p = scores(200, 0), q = scores(0, 1);
  const double shift = best_shift<TotalVariation>(p, q);
  CHECK(shift < -0.1);
  CHECK(variational_bound<TotalVariation>(p, q, shift).value == near(0.1, 0.01));
  CHECK(variational_bound<TotalVariation>(p, q).value < 0.085);
}

TEST_CASE("a bound needs two samples on either side", "[metric]") {
  const Tensor<double, 1> one(std::array<std::size_t, 1>{1}, 0.0);
  const Tensor<double, 1> two(std::array<std::size_t, 1>{2}, 0.0);
  CHECK_THROWS_WITH(variational_bound<KL>(one, two), Catch::Contains("2"));
  CHECK_THROWS_AS(variational_bound<KL>(two, one), ConfigError);
}

}  // namespace variational_bound_test
