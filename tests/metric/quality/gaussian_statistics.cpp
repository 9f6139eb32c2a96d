// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "near.hpp"
#include "quality.hpp"

#include <saddle/core/error.hpp>
#include <saddle/metric/quality/gaussian_statistics.hpp>

#include <algorithm>
#include <cmath>

namespace gaussian_statistics_test {

using namespace saddle;

TEST_CASE("Gaussian statistics: NumPy's mean and covariance", "[metric]") {
  const auto& golden = quality_goldens();
  const std::size_t d = golden.at("d").get<std::size_t>();
  const auto check = [&](const GaussianStatistics& found, double tolerance) {
    CHECK(found.n == golden.at("n").get<std::size_t>());
    for (std::size_t i = 0; i < d; ++i) {
      CHECK(found.mean(i) == near(golden.at("mean")[i].get<double>(), tolerance));
      for (std::size_t j = 0; j < d; ++j) {
        CHECK(found.covariance(i, j) ==
              near(golden.at("covariance")[i * d + j].get<double>(), tolerance));
      }
    }
  };
  check(gaussian_statistics(golden_real<double>()), 1e-13);
  check(gaussian_statistics(golden_real<float>()), 1e-6);
}

TEST_CASE("Gaussian statistics: batches are cut anywhere", "[metric]") {
  const std::size_t n = 2500, d = 37;
  const Tensor<float, 2> x = normal_rows<float>(n, d, 3, 2, 1);
  const GaussianStatistics whole = gaussian_statistics(x);
  GaussianStatisticsOf<float> parts(d);
  for (std::size_t done = 0, step = 1; done < n;
       done += step, step = std::min(2 * step, n - done)) {
    parts.add(&x(done, 0), step);
  }
  const GaussianStatistics found = parts.finish();
  CHECK(found.n == n);
  CHECK(std::equal(whole.mean.begin(), whole.mean.end(), found.mean.begin()));
  CHECK(std::equal(whole.covariance.begin(), whole.covariance.end(), found.covariance.begin()));
}

TEST_CASE("Gaussian statistics: floats far from zero keep their covariance", "[metric]") {
  const std::size_t n = 3000, d = 20;
  Tensor<float, 2> x = normal_rows<float>(n, d, 4);
  for (float& value : x) value = 4096 + std::round(1024 * value) / 1024;  // exact as floats
  const GaussianStatistics floats = gaussian_statistics(x);
  const GaussianStatistics doubles = gaussian_statistics(Tensor<double, 2>(x));
  for (std::size_t i = 0; i < d; ++i) {
    CHECK(floats.mean(i) == near(doubles.mean(i), 1e-12));
    for (std::size_t j = 0; j < d; ++j) {
      CHECK(std::abs(floats.covariance(i, j) - doubles.covariance(i, j)) < 1e-6);
      CHECK(floats.covariance(i, j) == floats.covariance(j, i));
    }
  }
}

TEST_CASE("Gaussian statistics: too few samples and other features are refused", "[metric]") {
  CHECK_THROWS_AS(gaussian_statistics(normal_rows<float>(1, 3, 1)), ConfigError);
  CHECK_THROWS_AS(GaussianStatisticsOf<float>(0), ConfigError);
  GaussianStatisticsOf<float> statistics(3);
  CHECK_THROWS_AS(statistics.add(normal_rows<float>(2, 4, 1)), ConfigError);
}

}  // namespace gaussian_statistics_test
