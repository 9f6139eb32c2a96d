// SPDX-License-Identifier: BSL-1.0
#include "near.hpp"

#include <saddle/metric/estimate/tail_index.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace tail_index_test {

using namespace saddle;

namespace {

/// Quantile number i of n of the generalised Pareto distribution of shape k and scale sigma.
double pareto_quantile(double k, double sigma, std::size_t i, std::size_t n) {
  const double rest = 1 - (static_cast<double>(i) + 0.5) / static_cast<double>(n);
  return k == 0 ? -sigma * std::log(rest) : sigma * (std::pow(rest, -k) - 1) / k;
}

}  // namespace

TEST_CASE("the fit finds the shape of Pareto quantiles, whatever their scale", "[metric]") {
  for (const double k : {-0.4, 0.0, 0.2, 0.5, 0.7, 1.0, 1.6}) {
    for (const double sigma : {1e-6, 1.0, 3e4}) {
      CAPTURE(k, sigma);
      std::vector<double> excesses;
      for (std::size_t i = 0; i < 3'000; ++i) {
        excesses.push_back(pareto_quantile(k, sigma, i, 3'000));
      }
      const GeneralisedPareto fit = fit_pareto(excesses);
      CHECK(fit.shape == near(k, 0.02));
      CHECK(fit.scale == near(sigma, 0.03 * sigma));
    }
  }
}

TEST_CASE("few excesses are drawn towards one half", "[metric]") {
  std::vector<double> excesses;
  for (std::size_t i = 0; i < 10; ++i) excesses.push_back(pareto_quantile(-0.5, 1, i, 10));
  const double shape = fit_pareto(excesses).shape;
  CHECK(shape > -0.3);
  CHECK(shape < 0.3);
}

TEST_CASE("the tail index sees the upper tail alone", "[metric]") {
  constexpr std::size_t n = 100'000;
  std::vector<double> heavy, light;
  for (std::size_t i = 0; i < n; ++i) {
    heavy.push_back(pareto_quantile(0.8, 1, i, n));
    light.push_back(-heavy.back());
  }
  CHECK(tail_index(heavy) == near(0.8, 0.03));
  CHECK(tail_index(light) < -0.5);  // it ends at 0 with a jump of the density
}

TEST_CASE("equal terms have no tail, that of a few is not known", "[metric]") {
  constexpr double none = -std::numeric_limits<double>::infinity();
  CHECK(tail_index(std::vector<double>(1'000, 2.5)) == none);
  CHECK(tail_index(std::vector<double>{2, 2, 2}) == none);
  CHECK(std::isnan(tail_index(std::vector<double>{1, 2, 3, 4})));
  CHECK(std::isnan(tail_index(std::vector<double>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})));
  CHECK(tail_index(std::vector<double>{}) == none);
  std::vector<double> two_values(1'000, 0.0);
  for (std::size_t i = 0; i < 400; ++i) two_values[i] = 1;
  CHECK(tail_index(two_values) == none);
}

TEST_CASE("quantiles of the Pareto distribution", "[metric]") {
  for (const double k : {-0.4, 0.0, 0.5, 1.6}) {
    const GeneralisedPareto pareto{k, 2};
    CHECK(pareto.quantile(0) == 0);
    CHECK(pareto.quantile(0.875) == near(pareto_quantile(k, 2, 437, 500), 1e-12));
  }
}

TEST_CASE("a tail without variance is smoothed, a lighter one is left", "[metric]") {
  constexpr std::size_t n = 10'000;
  const auto terms = [](double k) {
    std::vector<double> all;
    for (std::size_t i = 0; i < n; ++i) all.push_back(pareto_quantile(k, 1, i, n));
    return all;
  };
  const auto mean = [](const std::vector<double>& all) {
    double sum = 0;
    for (double term : all) sum += term / n;
    return sum;
  };
  std::vector<double> light = terms(0.3);
  CHECK(smooth_tail(light).excess.shape == near(0.3, 0.05));
  std::sort(light.begin(), light.end());
  CHECK(light == terms(0.3));

  // One term as large as all others together does not move the mean by much.
  const std::vector<double> heavy = terms(0.7);
  std::vector<double> one_more = heavy;
  one_more.back() += n * mean(heavy);
  CHECK(mean(one_more) == near(2 * mean(heavy), 1e-9));
  CHECK(smooth_tail(one_more).excess.shape == near(0.7, 0.05));
  CHECK(mean(one_more) == near(mean(heavy), 0.1 * mean(heavy)));
}

}  // namespace tail_index_test
