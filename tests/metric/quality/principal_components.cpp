// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "near.hpp"

#include <saddle/backend/cpu/linalg/leading_eigenvectors.hpp>
#include <saddle/backend/cpu/linalg/symmetric_eigenvalues.hpp>
#include <saddle/core/random.hpp>
#include <saddle/metric/quality/principal_components.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <limits>
#include <numeric>
#include <vector>

namespace principal_components_test {

using namespace saddle;

namespace {

/// A positive semidefinite matrix of rank `rank`.
Tensor<double, 2> covariance(std::size_t n, std::size_t rank) {
  Tensor<double, 2> a({n, n}, 0.0);
  for (std::size_t r = 0; r < rank; ++r) {
    const double weight = 1 / static_cast<double>(1 + r);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        a(i, j) += weight * random::normal({.seed = 5}, r, i) * random::normal({.seed = 5}, r, j);
      }
    }
  }
  return a;
}

}  // namespace

TEST_CASE("Leading eigenvectors: A v = lambda v, for the greatest values that there are",
          "[metric]") {
  for (const auto& [n, k] :
       {std::pair<std::size_t, std::size_t>{1, 1}, {5, 5}, {30, 3}, {90, 20}}) {
    CAPTURE(n, k);
    const Tensor<double, 2> a = covariance(n, n);
    std::vector<double> all = symmetric_eigenvalues(a);
    std::sort(all.begin(), all.end(), std::greater<>{});
    const EigenPairs pairs = leading_eigenvectors(a, k);
    REQUIRE(pairs.values.size() == k);
    for (std::size_t p = 0; p < k; ++p) {
      CAPTURE(p);
      CHECK(pairs.values[p] == near(all[p], 1e-9 * all[0]));
      const double* const v = &pairs.vectors(p, 0);
      for (std::size_t q = 0; q < k; ++q) {
        const double product = std::inner_product(v, v + n, &pairs.vectors(q, 0), 0.0);
        CHECK(product == near(p == q ? 1 : 0, 1e-9));
      }
      for (std::size_t i = 0; i < n; ++i) {
        const double moved = std::inner_product(v, v + n, &a(i, 0), 0.0);
        CHECK(moved == near(pairs.values[p] * v[i], 1e-5 * all[0]));
      }
      CHECK(*std::max_element(v, v + n) >= -*std::min_element(v, v + n));
    }
  }
}

TEST_CASE("Leading eigenvectors: a rank below what is asked leaves zeros", "[metric]") {
  const EigenPairs pairs = leading_eigenvectors(covariance(40, 2), 5);
  CHECK(pairs.values[1] > 1);
  for (std::size_t p = 2; p < 5; ++p) CHECK(pairs.values[p] == near(0, 1e-9));
}

TEST_CASE("Leading eigenvectors: what cannot be is refused", "[metric]") {
  CHECK_THROWS_WITH(leading_eigenvectors(covariance(3, 3), 4),
                    "eigenvectors: expected 1 to 3, found 4");
  CHECK_THROWS_AS(leading_eigenvectors(covariance(3, 3), 0), ConfigError);
  Tensor<double, 2> broken = covariance(3, 3);
  broken(1, 1) = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(leading_eigenvectors(broken, 1), NumericError);
}

TEST_CASE("Principal components: a long cloud lies along the first, far from the origin",
          "[metric]") {
  constexpr std::size_t n = 4'000;
  Tensor<float, 2> x = Tensor<float, 2>::from_shape({n, std::size_t{3}});
  for (std::size_t i = 0; i < n; ++i) {
    const double along = 3 * random::normal({.seed = 1}, i, 0);
    const double across = random::normal({.seed = 1}, i, 1);
    x(i, 0) = static_cast<float>(100 + 0.6 * along - 0.8 * across);
    x(i, 1) = static_cast<float>(-50 + 0.8 * along + 0.6 * across);
    x(i, 2) = static_cast<float>(0.1 * random::normal({.seed = 1}, i, 2));
  }
  const PrincipalComponents components(x, 2);
  CHECK(components.variances()[0] == Approx(9).epsilon(0.05));
  CHECK(components.variances()[1] == Approx(1).epsilon(0.05));
  const Tensor<float, 2> places = components(x);
  REQUIRE(places.shape(1) == 2);
  double mean = 0, square = 0, mixed = 0;
  for (std::size_t i = 0; i < n; ++i) {
    mean += double{places(i, 0)} / n;
    square += double{places(i, 0)} * double{places(i, 0)} / (n - 1);
    mixed += double{places(i, 0)} * double{places(i, 1)} / (n - 1);
  }
  CHECK(mean == near(0, 1e-4));
  CHECK(square == Approx(components.variances()[0]).epsilon(1e-4));
  CHECK(mixed == near(0, 1e-3));
  CHECK_THROWS_WITH(components(Tensor<float, 2>({1, 2}, 0.F)),
                    "features: expected 3 numbers a sample, found 2");
}

}  // namespace principal_components_test
