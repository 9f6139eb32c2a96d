// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "metric/transport/samples.hpp"
#include "near.hpp"

#include <saddle/core/parallel.hpp>
#include <saddle/metric/transport/sliced_wasserstein.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace sliced_wasserstein_test {

using namespace saddle;
using test::normal_samples;

TEMPLATE_TEST_CASE("sliced_wasserstein is the mean over directions", "[transport]", float, double) {
  using T = TestType;
  const std::size_t n = 300, m = 200, d = 19, projections = 150;  // more than a chunk
  const auto x = normal_samples<T>(n, d, 1), y = normal_samples<T>(m, d, 2, 0.2);
  const auto directions = transport::directions<T>(0, projections, d, 5);
  for (double power : {1.0, 2.0}) {
    double mean = 0;
    for (std::size_t k = 0; k < projections; ++k) {
      double square = 0;
      for (std::size_t i = 0; i < d; ++i) {
        square += static_cast<double>(directions(k, i)) * static_cast<double>(directions(k, i));
      }
      REQUIRE(square == near(1, 1e-6));
      const auto along = [&](const Tensor<T, 2>& samples) {
        std::vector<double> values(samples.shape(0), 0.0);
        for (std::size_t i = 0; i < values.size(); ++i) {
          for (std::size_t j = 0; j < d; ++j) {
            values[i] += static_cast<double>(samples(i, j)) * static_cast<double>(directions(k, j));
          }
        }
        return values;
      };
      const std::vector<double> xs = along(x), ys = along(y);
      const double distance =
          wasserstein_1d<double>(std::span<const double>(xs), std::span<const double>(ys), power);
      mean += std::pow(distance, power) / static_cast<double>(projections);
    }
    const double found =
        sliced_wasserstein(x, y, {.projections = projections, .power = power, .seed = 5});
    CHECK(found == near(std::pow(mean, 1 / power), sizeof(T) == 4 ? 1e-6 : 1e-13));
  }
}

TEST_CASE("sliced_wasserstein: one axis has one direction", "[transport]") {
  const auto x = normal_samples(100, 1, 1), y = normal_samples(100, 1, 2, 0.4);
  const std::span<const double> xs(x.data(), x.size()), ys(y.data(), y.size());
  CHECK(sliced_wasserstein(x, y) == near(wasserstein_1d(xs, ys), 1e-14));
  CHECK(sliced_wasserstein(x, x) == 0);
}

TEST_CASE("sliced_wasserstein: a shift by s in d dimensions has W2 |s| / sqrt(d)", "[transport]") {
  const std::size_t d = 10;
  const auto x = normal_samples(50, d, 1);
  auto y = x;
  for (std::size_t i = 0; i < 50; ++i) y(i, 3) += 2;
  const double found = sliced_wasserstein(x, y, {.projections = 20'000, .power = 2});
  // The squared cosine has the mean 1/10 and the deviation 0.11 or so.
  CHECK(found * found == Approx(0.4).epsilon(0.03));
}

TEST_CASE("sliced_wasserstein depends on the seed, not on the workers", "[transport]") {
  const auto x = normal_samples<float>(500, 8, 1), y = normal_samples<float>(400, 8, 2);
  const std::size_t workers = parallel::workers();
  parallel::set_workers(1);
  const double one = sliced_wasserstein(x, y);
  parallel::set_workers(3);
  const double three = sliced_wasserstein(x, y);
  parallel::set_workers(workers);
  CHECK(one == three);
  CHECK(one != sliced_wasserstein(x, y, {.seed = 1}));
}

TEST_CASE("sliced_wasserstein refuses what it cannot project", "[transport]") {
  const Tensor<float, 2> none = xt::zeros<float>({0, 3}), x = xt::zeros<float>({4, 3}),
                         wide = xt::zeros<float>({4, 5});
  CHECK_THROWS_WITH(sliced_wasserstein(none, x), Catch::Contains("(0, 3) and (4, 3)"));
  CHECK_THROWS_WITH(sliced_wasserstein(x, wide), Catch::Contains("(4, 3) and (4, 5)"));
  CHECK_THROWS_WITH(sliced_wasserstein(x, x, {.projections = 0}), Catch::Contains("projections"));
  CHECK_THROWS_AS(sliced_wasserstein(x, x, {.power = 0.5}), ConfigError);
  Tensor<float, 2> broken = x;
  broken(1, 1) = std::numeric_limits<float>::quiet_NaN();
  CHECK_THROWS_WITH(sliced_wasserstein(broken, x), Catch::Contains("finite samples"));
}

TEST_CASE("sliced_wasserstein: no power of a distance leaves the range of double", "[transport]") {
  const Tensor<double, 2> x{{0.0}, {1.0}}, y{{50.0}, {1.0}};
  for (double unit : {1e-4, 1.0, 1e4}) {
    for (double power : {2.0, 540.0}) {
      CAPTURE(unit, power);
      const Tensor<double, 2> a = unit * x, b = unit * y;
      CHECK(sliced_wasserstein(a, b, {.projections = 9, .power = power}) ==
            near(unit * std::pow((1 + std::pow(49, power)) / 2, 1 / power), 1e-9));
    }
  }
}

}  // namespace sliced_wasserstein_test
