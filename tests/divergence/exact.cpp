// SPDX-License-Identifier: BSL-1.0
#include "near.hpp"

#include <saddle/divergence/exact.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

namespace exact_test {

using namespace saddle;
using exact::Normal;

namespace {

constexpr Normal p{0, 1};
constexpr std::array<Normal, 3> q{Normal{1, 1}, Normal{1, 2}, Normal{0.5, 0.8}};

/// D_f(N(0,1), q) for the three q above, D_f(Bern(.3), Bern(.6)), D_f of disjoint supports.
template <class D>
void check(std::array<double, 3> gaussian, double bernoulli, double disjoint) {
  CAPTURE(std::string(D::name));
  for (std::size_t i = 0; i < q.size(); ++i) {
    CAPTURE(i);
    CHECK(exact::gaussian<D>(p, q[i]) == near(gaussian[i], 1e-12));
  }
  CHECK(exact::bernoulli<D>(0.3, 0.6) == near(bernoulli, 1e-14));
  CHECK(exact::disjoint<D>() == near(disjoint, 1e-15));
}

}  // namespace

TEST_CASE("exact values are those of the reference", "[divergence]") {
  constexpr double inf = infinity;
  const double log2 = std::numbers::ln2;
  const double e = std::numbers::e;
  check<TotalVariation>({0.38292492254802621, 0.39006566012105566, 0.23474791104348346}, 0.3, 1);
  check<KL>({0.5, 0.44314718055994531, 0.25341894868579024}, 0.18378689738681229, inf);
  check<ReverseKL>({0.5, 1.3068528194400547, 0.16814355131420976}, 0.19204199316179811, inf);
  check<Pearson>({e - 1, 0.74402634150968519, 1.9536830351591566}, 0.375, inf);
  check<Neyman>({e - 1, inf, 0.28817273646473883}, 3.0 / 7, inf);
  check<SquaredHellinger>({2 - 2 * std::exp(-0.125), 0.29838907569471962, 0.098408593114451137},
                          0.093171338150306735, 2);
  check<Jeffrey>({1, 1.75, 0.4215625}, 0.3758288905486104, inf);
  check<JensenShannon>({0.22284296436947236, 0.25634994610879602, 0.093484125815136694},
                       0.092401658363027045, 2 * log2);
  check<WeightedJensenShannon<0.3>>(
      {0.094910473886797365, 0.099746123555787657, 0.04222438706793791}, 0.038579709701530641,
      -0.3 * std::log(0.3) - 0.7 * std::log(0.7));
  check<GanDivergence>({-1.1634513967504183, -1.1299444150110946, -1.2928102353047539},
                       -1.2938927027568636, 0);
  check<Alpha<3>>({(e * e * e - 1) / 6, 0.40248378021054956, inf}, 0.203125, inf);
  check<Alpha<0.5>>({0.47001238966161839, 0.59677815138943924, 0.19681718622890227},
                    0.18634267630061347, 4);
  check<Alpha<-1>>({0.85914091422952262, inf, 0.14408636823236941}, 0.21428571428571429, inf);
}

TEST_CASE("Wasserstein distances of Gaussians", "[divergence]") {
  CHECK(exact::wasserstein(p, q[0]) == near(1, 1e-15));
  CHECK(exact::wasserstein(p, q[1]) == near(1.1666309411753726, 1e-14));
  CHECK(exact::wasserstein(p, q[2]) == near(0.50080165487165128, 1e-14));
  CHECK(exact::squared_wasserstein2(p, q[0]) == 1);
  CHECK(exact::squared_wasserstein2(p, q[1]) == 2);
  CHECK(exact::squared_wasserstein2(p, q[2]) == near(0.29, 1e-15));
}

TEST_CASE("quadrature agrees with the closed forms", "[divergence]") {
  const auto log_p = [](double x) { return p.log_density(x); };
  const auto log_q = [](double x) { return q[0].log_density(x); };
  for_each(AllDivergences{}, [&]<class D>(std::type_identity<D>) {
    CAPTURE(std::string(D::name));
    const double integral = exact::integral<D>(log_p, log_q, -12, 0.5) +
                            exact::integral<D>(log_p, log_q, 0.5, 13);  // total variation kinks
    CHECK(integral == near(exact::gaussian<D>(p, q[0]), 1e-10));
  });
}

TEST_CASE("total variation of Gaussians that are nearly as wide", "[divergence]") {
  const double expected = 0.38292492254802618;  // erf(1 / (2 sqrt 2)), SciPy 1.11
  for (const double sd : {0.7, 1.0, 1.9}) {
    for (const double more : {0.0, 1e-16, 1e-15, 1e-13, 1e-10, 1e-8}) {
      CAPTURE(sd, more);
      const double wide = std::nextafter(sd, 9.0) * (1 + more);
      const double found = exact::gaussian<TotalVariation>({0, sd}, {sd, wide});
      CHECK(found == near(expected, std::max(1e-12, more)));
    }
    CHECK(exact::gaussian<TotalVariation>({0, sd}, {0, std::nextafter(sd, 9.0)}) < 1e-12);
  }
}

TEST_CASE("a density may be 0", "[divergence]") {
  const auto nothing = [](double) { return -infinity; };
  const auto log_q = [](double x) { return p.log_density(x); };
  const double mass = p.cumulative(2) - p.cumulative(1);
  CHECK(exact::integral<KL>(nothing, log_q, 1, 2) == near(0, 1e-12));
  CHECK(exact::integral<TotalVariation>(nothing, log_q, 1, 2) == near(mass / 2, 1e-12));
  CHECK(exact::integral<JensenShannon>(nothing, log_q, 1, 2) ==
        near(mass * std::numbers::ln2, 1e-12));
  CHECK(exact::integral<ReverseKL>(nothing, log_q, 1, 2) > 1e100);
  CHECK(exact::integral<JensenShannon>(nothing, nothing, 1, 2) == 0);
}

TEST_CASE("quadrature sees mass where the other density underflows", "[divergence]") {
  const Normal needle{0, 0.001};
  const double js = exact::gaussian<JensenShannon>(p, needle);
  CHECK(js > 2 * std::numbers::ln2 - 0.02);
  CHECK(js < 2 * std::numbers::ln2);
  CHECK(js == near(exact::gaussian<JensenShannon>(needle, p), 1e-9));
}

TEST_CASE("an atom that one side lacks costs the limit", "[divergence]") {
  CHECK(exact::bernoulli<KL>(0.5, 1) == infinity);
  CHECK(exact::bernoulli<KL>(1, 0.5) == near(std::log(2.0), 1e-15));
  CHECK(exact::bernoulli<ReverseKL>(1, 0.5) == infinity);
  CHECK(exact::bernoulli<ReverseKL>(0.5, 1) == near(std::log(2.0), 1e-15));
  CHECK(exact::bernoulli<TotalVariation>(0, 1) == 1);
  CHECK(exact::bernoulli<KL>(0, 0) == 0);
}

TEST_CASE("histograms are sums of atoms, whatever their totals", "[divergence]") {
  const std::vector<double> few{3, 7}, many{60, 40};
  for_each(AllDivergences{}, [&]<class D>(std::type_identity<D>) {
    CHECK(exact::histogram<D>(few, many) == near(exact::bernoulli<D>(0.3, 0.6), 1e-14));
  });
  const std::vector<double> a{1, 1, 0, 2}, b{2, 0, 0, 2};
  CHECK(exact::histogram<KL>(a, b) == infinity);
  CHECK(exact::histogram<KL>(b, a) == near(0.5 * std::log(2.0), 1e-15));
  CHECK(exact::histogram<TotalVariation>(a, b) == near(0.25, 1e-15));
  CHECK_THROWS_WITH(exact::histogram<KL>(few, a),
                    Catch::Contains("expected 2") && Catch::Contains("4"));
  const std::vector<double> empty{0, 0}, negative{2, -1};
  CHECK_THROWS_AS(exact::histogram<KL>(empty, many), ConfigError);
  CHECK_THROWS_AS(exact::histogram<KL>(few, negative), ConfigError);
}

}  // namespace exact_test
