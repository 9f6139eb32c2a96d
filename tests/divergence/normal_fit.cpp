// SPDX-License-Identifier: BSL-1.0
#include "near.hpp"

#include <saddle/core/text/name.hpp>
#include <saddle/divergence/divergence.hpp>
#include <saddle/divergence/normal_fit.hpp>

#include <cmath>
#include <numbers>
#include <string>
#include <type_traits>

namespace normal_fit_test {

using namespace saddle;
using exact::NormalMixture;

namespace {

/// The mixture of `data::Mixture`, whose optima are known to five digits.
const NormalMixture mixture{{{0.6, {-1, 0.6}}, {0.4, {2, 0.9}}}};

template <class D>
void check(double mean, double sd, double value) {
  CAPTURE(full_name<D>());
  const exact::NormalFit fit = exact::fit_normal<D>(mixture);
  CHECK(std::abs(fit.normal.mean - mean) < 1e-4);
  CHECK(std::abs(fit.normal.sd - sd) < 1e-4);
  CHECK(std::abs(fit.divergence - value) < 1e-6);
}

}  // namespace

// Source: 25-digit arithmetic, an independent program; total variation: golden/make_normal_fits.py.
TEST_CASE("the best normal distribution covers or seeks the modes, as the divergence has it",
          "[divergence]") {
  check<KL>(0.2, 1.643168, 0.2301494);  // the moments of the mixture
  check<ReverseKL>(0.51525, 1.50218, 0.3185533);
  check<Jeffrey>(0.37624, 1.52155, 0.5679050);
  check<JensenShannon>(0.27966, 1.62525, 0.1229303);
  check<WeightedJensenShannon<0.3>>(0.24448, 1.63406, 0.0498413);
  check<SquaredHellinger>(0.31143, 1.59407, 0.1294539);
  check<Alpha<0.5>>(0.31143, 1.59407, 2 * 0.1294539);
  check<TotalVariation>(0.349472, 1.765617, 0.283870119);
  check<Pearson>(0.08900, 1.68808, 0.4243568);
  check<Neyman>(-0.93376, 0.65680, 0.6003472);  // one mode only
  check<Alpha<3>>(0.03949, 1.70489, 0.2237747);
  check<Alpha<-1>>(-0.93376, 0.65680, 0.3001736);
}

TEST_CASE("a single normal distribution is found again", "[divergence]") {
  const exact::NormalFit fit = exact::fit_normal<SquaredHellinger>({{{2, {0.7, 1.3}}}});
  CHECK(fit.normal.mean == near(0.7, 1e-5));
  CHECK(fit.normal.sd == near(1.3, 1e-5));
  CHECK(std::abs(fit.divergence) < 1e-9);
}

TEST_CASE("a mixture's density is the sum of its parts, and its logarithm never underflows",
          "[divergence]") {
  const double x = 0.3;
  const double sum = 0.6 * std::exp(exact::Normal{-1, 0.6}.log_density(x)) +
                     0.4 * std::exp(exact::Normal{2, 0.9}.log_density(x));
  CHECK(mixture.log_density(x) == near(std::log(sum), 1e-14));
  CHECK(std::isfinite(mixture.log_density(1e4)));
}

TEST_CASE("a mixture of one part is a normal distribution", "[divergence]") {
  for_each(AllDivergences{}, []<class D>(std::type_identity<D>) {
    CAPTURE(full_name<D>());
    for (const exact::Normal q :
         {exact::Normal{1, 1.1}, {-1, 0.8}, {0.01, 1}, {0, 1.4}, {-3, 1.3}, {0.2, 0.1}}) {
      CAPTURE(q.mean, q.sd);
      const exact::Normal p{0, 1};
      CHECK(exact::divergence<D>({{{1, p}}}, q) == near(exact::gaussian<D>(p, q), 1e-9));
    }
  });
}

// Source: closed forms of Gaussians, for the parts hardly overlap.
TEST_CASE("parts may be far, narrow and anywhere", "[divergence]") {
  const exact::Normal unit{0, 1};
  const NormalMixture needle{{{0.5, {0, 1}}, {0.5, {12, 1e-3}}}};
  const double to_needle = exact::gaussian<KL>({12, 1e-3}, unit);
  CHECK(exact::divergence<KL>(needle, unit) == near((to_needle - 2 * std::numbers::ln2) / 2, 1e-9));
  CHECK(exact::divergence<Neyman>(needle, unit) == near(1, 1e-9));
  CHECK(exact::divergence<SquaredHellinger>(needle, unit) == near(2 - std::numbers::sqrt2, 1e-9));
  for (const double shift : {25, 30, 50}) {
    CAPTURE(shift);
    const NormalMixture far{{{1, {shift, 1}}}};
    CHECK(exact::divergence<KL>(far, unit) == near(shift * shift / 2, 1e-12));
    CHECK(exact::divergence<ReverseKL>(far, unit) == near(shift * shift / 2, 1e-12));
  }
  CHECK(exact::divergence<KL>({{{1, {0, 1}}}}, {0, 0.02}) ==
        near(exact::gaussian<KL>({0, 1}, {0, 0.02}), 1e-12));
  CHECK(exact::divergence<Alpha<3>>({{{0.5, {-100, 1}}, {0.5, {100, 1}}}}, {100, 1}) > 1e300);
  for_each(AllDivergences{}, [&]<class D>(std::type_identity<D>) {
    CAPTURE(full_name<D>());
    const NormalMixture wide{{{0.6, {-1, 0.6}}, {0.4, {2, 0.9}}}};
    const NormalMixture tiny{{{0.6, {-1e-6, 0.6e-6}}, {0.4, {2e-6, 0.9e-6}}}};
    CHECK(exact::divergence<D>(tiny, {0.3e-6, 1.7e-6}) ==
          near(exact::divergence<D>(wide, {0.3, 1.7}), 1e-9));
  });
}

TEST_CASE("a mixture without weight is told", "[divergence]") {
  CHECK_THROWS_WITH(exact::fit_normal<KL>({}),
                    Catch::StartsWith("NormalMixture: parts: expected finite means"));
  CHECK_THROWS_AS(exact::fit_normal<KL>({{{1, {0, 0}}}}), ConfigError);
  CHECK_THROWS_AS(exact::divergence<KL>({{{-1, {0, 1}}, {2, {0, 1}}}}, {0, 1}), ConfigError);
}

TEST_CASE("the minimiser finds the bottom of a curved valley", "[divergence]") {
  const auto rosenbrock = [](const std::array<double, 2>& x) {
    return 100 * std::pow(x[1] - x[0] * x[0], 2) + std::pow(1 - x[0], 2);
  };
  const auto best = exact::nelder_mead<2>(rosenbrock, {-1.2, 1}, 0.5, 1e-9);
  CHECK(best[0] == near(1, 1e-6));
  CHECK(best[1] == near(1, 1e-6));
}

}  // namespace normal_fit_test
