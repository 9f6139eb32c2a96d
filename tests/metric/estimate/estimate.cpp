// SPDX-License-Identifier: BSL-1.0
#include "gaussian_pairs.hpp"
#include "near.hpp"

#include <saddle/constraint/constraint.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/metric/estimate/estimate.hpp>

#include <cmath>
#include <limits>

namespace estimate_test {

using namespace saddle;

namespace {

struct LeCam {  // the triangular discrimination, by f alone
  static constexpr std::string_view name = "le-cam";
  template <class T>
  static constexpr T f(T u) {
    return (u - T(1)) * (u - T(1)) / (u + T(1));
  }
};

constexpr EstimateConfig brief{.steps = 400};

constexpr EstimateConfig short_one{.steps = 100};

DivergenceEstimate estimate_kl(std::uint64_t seed) {
  return estimate<KL>(draw_pair(other_normals[0], 1'000, seed, 0),
                      draw_pair(other_normals[0], 1'000, seed, 1), short_one);
}

/// One critic's estimates of several divergences against the exact values.
template <class... D>
void check_against_exact(std::size_t pair, double tolerance) {
  const exact::Normal& q = other_normals[pair];
  const Dashboard board = dashboard<FeatureCritic, types<D...>>(draw_pair(q, 20'000, 1, 0),
                                                                draw_pair(q, 50'000, 1, 1), brief);
  auto row = board.rows.begin();
  const auto check = [&](double exact) {
    const DivergenceEstimate& found = *row++;
    CAPTURE(found.name, found.value, found.standard_error, exact);
    CHECK(std::abs(found.value - exact) < tolerance * std::abs(exact));
    CHECK(found.value < exact + 4 * found.standard_error);
  };
  (check(exact::gaussian<D>(standard_normal, q)), ...);
}

template <class Constraint>
void check_wasserstein(const exact::Normal& q, double tolerance, const Constraint& constraint) {
  const DivergenceEstimate found = estimate<Wasserstein, PointCritic<1>, Constraint>(
      draw_pair(q, 20'000, 1, 0), draw_pair(q, 20'000, 1, 1), brief, constraint);
  const double exact = exact::wasserstein(standard_normal, q);
  CAPTURE(Constraint::name, found.value, found.standard_error, exact);
  CHECK(found.value == near(exact, tolerance));
  CHECK(found.value < exact + 4 * found.standard_error);
  CHECK(found.verdict() == Verdict::reliable);
}

}  // namespace

TEST_CASE("a critic finds divergences, one's own by f alone too", "[metric]") {
  check_against_exact<KL, TotalVariation, LeCam>(0, 0.05);
  check_against_exact<JensenShannon>(1, 0.05);
}

TEST_CASE("few samples of one law are refused or not reliable", "[metric]") {
  for (const std::size_t n : {12U, 40U, 100U}) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      const DivergenceEstimate found =
          estimate<KL>(draw_normal(standard_normal, n, seed, 0),
                       draw_normal(standard_normal, n, seed, 1), {.steps = 500, .batch = 64});
      CAPTURE(n, seed, to_string(found));
      CHECK(found.verdict() != Verdict::reliable);
      CHECK(found.low() >= 0);
    }
  }
  const Tensor<float, 2> four = draw_normal(standard_normal, 4, 1, 0);
  CHECK_THROWS_AS(estimate<KL>(four, four), ConfigError);
}

TEST_CASE("Lipschitz critics find the Wasserstein distance", "[metric]") {
  const exact::Normal shifted{2, 1};
  check_wasserstein(shifted, 0.08, estimate_constraint<SlopePenalty>());
  check_wasserstein(shifted, 0.04, SpectralNorm{});
  check_wasserstein(shifted, 0.08, WeightClip{.bound = 0.2});
}

TEST_CASE("distances are in the samples' units, wherever they lie", "[metric]") {
  Tensor<double, 2> p = xt::empty<double>({4'000, 1}), q = p;
  const Tensor<float, 2> x = draw_normal(standard_normal, 8'000, 5, 0);
  for (std::size_t i = 0; i < 4'000; ++i) {
    p(i, 0) = 500 + 30 * static_cast<double>(x(2 * i, 0));
    q(i, 0) = 560 + 30 * static_cast<double>(x(2 * i + 1, 0));
  }
  const DivergenceEstimate found = estimate<Wasserstein>(p, q, brief);
  CAPTURE(found.value, found.standard_error);
  CHECK(found.value == near(60, 0.1));
}

TEST_CASE("an estimate is a function of samples and seed, not of the threads", "[metric]") {
  const DivergenceEstimate once = estimate_kl(3);
  const std::size_t workers = parallel::workers();
  parallel::set_workers(workers == 1 ? 2 : 1);
  const DivergenceEstimate again = estimate_kl(3);
  parallel::set_workers(workers);
  CHECK(once.value == again.value);
  CHECK(once.standard_error == again.standard_error);
  CHECK(once.value != estimate_kl(4).value);
}

TEST_CASE("an estimate is the dashboard's row", "[metric]") {
  const Dashboard board = dashboard<FeatureCritic, types<TotalVariation, KL>>(
      draw_pair(other_normals[0], 1'000, 3, 0), draw_pair(other_normals[0], 1'000, 3, 1),
      short_one);
  CHECK(to_string(estimate_kl(3)) == to_string(board.rows[1]));
}

TEST_CASE("the split takes every sample once", "[metric]") {
  Tensor<float, 2> x = xt::empty<float>({100, 1});
  for (std::size_t i = 0; i < 100; ++i) x(i, 0) = static_cast<float>(i);
  const auto [training, held_out] = hold_out(x, 0.3, 1);
  CHECK(training.shape(0) == 70);
  CHECK(held_out.shape(0) == 30);
  std::vector<int> seen(100);
  for (float v : training) ++seen[static_cast<std::size_t>(v)];
  for (float v : held_out) ++seen[static_cast<std::size_t>(v)];
  CHECK(seen == std::vector<int>(100, 1));
  CHECK(held_out(0, 0) + 1 != held_out(1, 0));  // not in order
}

TEST_CASE("samples that cannot be used are refused", "[metric]") {
  const Tensor<float, 2> x = draw_normal(standard_normal, 100, 1, 0);
  const Tensor<float, 2> plane = xt::zeros<float>({100, 2});
  const Tensor<float, 2> few = draw_normal(standard_normal, 3, 1, 0);
  CHECK_THROWS_WITH(estimate<KL>(x, plane),
                    Catch::Contains("1 numbers each") && Catch::Contains("found 2"));
  CHECK_THROWS_WITH((estimate<KL, PointCritic<1>>(plane, plane)),
                    Catch::Contains("1 numbers each") && Catch::Contains("found 2"));
  CHECK_THROWS_WITH(estimate<KL>(x, few), Catch::Contains("held_out"));
  CHECK_THROWS_WITH(estimate<KL>(x, x, {.steps = 0}), Catch::Contains("steps"));
  CHECK_THROWS_WITH(estimate<KL>(x, x, {.batch = 0}), Catch::Contains("batch"));
  CHECK_THROWS_WITH(estimate<KL>(x, x, {.validation = 0}), Catch::Contains("validation"));
  CHECK_THROWS_WITH(estimate<KL>(x, x, {.held_out = 1}), Catch::Contains("held_out"));
  for (const std::size_t n : {0U, 1U}) {
    const Tensor<float, 2> none = draw_normal(standard_normal, n, 1, 0);
    CHECK_THROWS_WITH((estimate<Wasserstein, PointCritic<1>>(TwoSamples{x, x}, {x, none})),
                      Catch::Contains("estimate: held-out samples: expected two or more"));
  }
  Tensor<float, 2> broken = x;
  broken(7, 0) = std::numeric_limits<float>::quiet_NaN();
  CHECK_THROWS_WITH(estimate<KL>(broken, x), Catch::Contains("finite"));
}

}  // namespace estimate_test
