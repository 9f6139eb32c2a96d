// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "near.hpp"
#include "quality.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/metric/quality/frechet.hpp>

#include <cmath>
#include <limits>
#include <vector>

namespace frechet_test {

using namespace saddle;

namespace {

/// An orthogonal matrix: a product of reflections at random vectors.
Tensor<double, 2> rotation(std::size_t d, std::uint64_t seed) {
  Tensor<double, 2> q({d, d}, 0.0);
  for (std::size_t i = 0; i < d; ++i) q(i, i) = 1;
  const Tensor<double, 2> vectors = normal_rows<double>(3, d, seed);
  for (std::size_t k = 0; k < 3; ++k) {
    double square = 0;
    for (std::size_t j = 0; j < d; ++j) square += vectors(k, j) * vectors(k, j);
    for (std::size_t i = 0; i < d; ++i) {
      double dot = 0;
      for (std::size_t j = 0; j < d; ++j) dot += q(i, j) * vectors(k, j);
      for (std::size_t j = 0; j < d; ++j) q(i, j) -= 2 * dot * vectors(k, j) / square;
    }
  }
  return q;
}

/// Q diag(values) Q^T.
Tensor<double, 2> with_eigenvalues(const Tensor<double, 2>& q, const std::vector<double>& values) {
  const std::size_t d = values.size();
  Tensor<double, 2> result({d, d}, 0.0);
  for (std::size_t i = 0; i < d; ++i) {
    for (std::size_t j = 0; j < d; ++j) {
      for (std::size_t k = 0; k < d; ++k) result(i, j) += q(i, k) * values[k] * q(j, k);
    }
  }
  return result;
}

GaussianStatistics gaussian(std::size_t d, double mean, Tensor<double, 2> covariance) {
  return {Tensor<double, 1>({d}, mean), std::move(covariance), 0};
}

}  // namespace

TEST_CASE("Frechet distance: the closed form of Gaussians with common axes", "[metric]") {
  for (std::size_t d : {1U, 2U, 7U, 64U, 150U, 300U}) {
    const Tensor<double, 2> q = rotation(d, d);
    std::vector<double> a(d), b(d);
    double expected = 0.25 * static_cast<double>(d);
    for (std::size_t i = 0; i < d; ++i) {
      a[i] = 0.1 + static_cast<double>(i % 7);
      b[i] = 3.0 / (1.0 + static_cast<double>(i % 5));
      expected += std::pow(std::sqrt(a[i]) - std::sqrt(b[i]), 2);
    }
    const FrechetDistance found = frechet_distance(gaussian(d, 1, with_eigenvalues(q, a)),
                                                   gaussian(d, 1.5, with_eigenvalues(q, b)));
    CAPTURE(d);
    CHECK(found.value == near(expected, 1e-9));
    CHECK(found.means == near(0.25 * static_cast<double>(d), 1e-12));
    CHECK(found.warning.empty());
  }
}

TEST_CASE("Frechet: a distance beyond what a double holds is refused", "[metric]") {
  Tensor<double, 2> wide({2, 2}, 0.0);
  wide(0, 0) = wide(1, 1) = 1e308;
  const GaussianStatistics statistics{Tensor<double, 1>({2}, 0.0), wide, 0};
  CHECK_THROWS_AS(frechet_distance(statistics, statistics), NumericError);
}

TEST_CASE("Frechet distance: any two Gaussians of the plane in closed form", "[metric]") {
  Tensor<double, 2> a({2, 2}, 0.0), b({2, 2}, 0.0);
  a(0, 0) = 2, a(1, 1) = 1, a(0, 1) = a(1, 0) = 0.9;
  b(0, 0) = 0.5, b(1, 1) = 3, b(0, 1) = b(1, 0) = -0.7;
  // In the plane (Tr M^(1/2))^2 = Tr M + 2 (det M)^(1/2).
  const double trace = 2 * 0.5 + 1 * 3 - 2 * 0.9 * 0.7;
  const double determinant = (2 - 0.81) * (1.5 - 0.49);
  const double expected = 2 + 1 + 0.5 + 3 - 2 * std::sqrt(trace + 2 * std::sqrt(determinant));
  CHECK(frechet_distance(gaussian(2, 0, a), gaussian(2, 0, b)).value == near(expected, 1e-12));
}

TEST_CASE("Frechet distance: equal Gaussians are no distance apart, the order does not matter",
          "[metric]") {
  const GaussianStatistics a = gaussian_statistics(normal_rows<double>(900, 200, 1));
  const GaussianStatistics b = gaussian_statistics(normal_rows<double>(900, 200, 2, 1.3, 0.1));
  CHECK(std::abs(frechet_distance(a, a).value) < 1e-10);
  CHECK(frechet_distance(a, b).value == near(frechet_distance(b, a).value, 1e-12));
}

TEST_CASE("Frechet distance: what SciPy's matrix root gives", "[metric]") {
  const auto& golden = quality_goldens();
  const auto real = gaussian_statistics(golden_real<double>());
  const auto fake = gaussian_statistics(golden_fake<double>());
  CHECK(frechet_distance(real, fake).value == near(golden.at("frechet").get<double>(), 1e-9));
  const auto floats = frechet_distance(gaussian_statistics(golden_real<float>()),
                                       gaussian_statistics(golden_fake<float>()));
  CHECK(floats.value == near(golden.at("frechet").get<double>(), 1e-6));
}

TEST_CASE("Frechet distance: fewer samples than features are taken, with a warning", "[metric]") {
  const auto& golden = quality_goldens();
  const std::size_t few = golden.at("few").get<std::size_t>();
  const auto real = gaussian_statistics(first_rows(golden_real<double>(), few));
  const auto fake = gaussian_statistics(golden_fake<double>());
  const FrechetDistance one = frechet_distance(real, fake), other = frechet_distance(fake, real);
  CHECK(one.value == near(golden.at("frechet_of_few").get<double>(), 1e-6));
  CHECK(other.value == near(one.value, 1e-6));
  CHECK(one.warning ==
        "only 4 samples for 5 features: the covariance is singular and the distance too large");
  const auto fewer = gaussian_statistics(first_rows(golden_fake<float>(), 3));
  CHECK(frechet_distance(real, fewer).value ==
        near(golden.at("frechet_of_few_both").get<double>(), 1e-6));
}

TEST_CASE("Frechet distance: covariances of zeros leave the means", "[metric]") {
  const Tensor<double, 2> zero({3, 3}, 0.0);
  CHECK(frechet_distance(gaussian(3, 1, zero), gaussian(3, 2, zero)).value == 3);
  CHECK(cholesky(zero).rank == 0);
}

TEST_CASE("Frechet distance: what does not fit or is not finite is refused", "[metric]") {
  const Tensor<double, 2> two({2, 2}, 1.0), three({3, 3}, 1.0);
  CHECK_THROWS_AS(frechet_distance(gaussian(2, 0, two), gaussian(3, 0, three)), ConfigError);
  CHECK_THROWS_AS(frechet_distance(gaussian(2, 0, two), gaussian(2, 0, three)), ConfigError);
  Tensor<double, 2> bad({2, 2}, 0.0);
  bad(0, 0) = 1, bad(1, 1) = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(frechet_distance(gaussian(2, 0, bad), gaussian(2, 0, bad)), NumericError);
  CHECK_THROWS_AS(symmetric_eigenvalues(bad), NumericError);
}

TEST_CASE("Symmetric eigenvalues: a known spectrum comes back, of every size", "[metric]") {
  for (std::size_t d : {1U, 2U, 3U, 31U, 32U, 33U, 65U, 260U}) {
    std::vector<double> values(d);
    for (std::size_t i = 0; i < d; ++i) values[i] = static_cast<double>(i % 9) - 3.5;
    std::vector<double> found = symmetric_eigenvalues(with_eigenvalues(rotation(d, 3), values));
    std::sort(values.begin(), values.end());
    std::sort(found.begin(), found.end());
    double error = 0;
    for (std::size_t i = 0; i < d; ++i) error = std::max(error, std::abs(found[i] - values[i]));
    CAPTURE(d);
    CHECK(error < 5e-12);
  }
}

TEST_CASE("Cholesky: L L^T is the matrix in its order, as far as its rank", "[metric]") {
  for (std::size_t rank : {1U, 5U, 100U, 140U}) {
    const std::size_t d = 140;
    const Tensor<double, 2> x = normal_rows<double>(rank, d, 5);
    Tensor<double, 2> s({d, d}, 0.0);
    for (std::size_t k = 0; k < rank; ++k) {
      for (std::size_t i = 0; i < d; ++i) {
        for (std::size_t j = 0; j < d; ++j) s(i, j) += x(k, i) * x(k, j);
      }
    }
    const Cholesky found = cholesky(s);
    CHECK(found.rank == rank);
    double error = 0;
    for (std::size_t i = 0; i < d; ++i) {
      for (std::size_t j = 0; j < d; ++j) {
        double product = 0;
        for (std::size_t k = 0; k < d; ++k) product += found.factor(i, k) * found.factor(j, k);
        error = std::max(error, std::abs(product - s(found.order[i], found.order[j])));
        if (j > i) CHECK(found.factor(i, j) == 0);
      }
    }
    CHECK(error < 1e-10);
  }
}

TEST_CASE("Frechet distance: the same bits with any number of workers", "[metric]") {
  const auto run = [] {
    return frechet_distance(gaussian_statistics(normal_rows<float>(1500, 300, 1)),
                            gaussian_statistics(normal_rows<float>(1500, 300, 2)))
        .value;
  };
  parallel::set_workers(1);
  const double one = run();
  parallel::set_workers(3);
  CHECK(run() == one);
  parallel::set_workers(0);
}

}  // namespace frechet_test
