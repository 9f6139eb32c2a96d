// SPDX-License-Identifier: BSL-1.0
// Scores that compare samples: kernel distance, Inception Score, manifold, neighbours.
#include "catch.hpp"
#include "near.hpp"
#include "quality.hpp"

#include <saddle/core/error.hpp>
#include <saddle/metric/duplicates.hpp>
#include <saddle/metric/features.hpp>
#include <saddle/metric/inception_score.hpp>
#include <saddle/metric/kernel_distance.hpp>
#include <saddle/metric/manifold.hpp>
#include <saddle/metric/score.hpp>
#include <saddle/metric/two_sample_test.hpp>

#include <cmath>
#include <string>
#include <utility>

using namespace saddle;

namespace {

double golden(const std::string& name) { return quality_goldens().at(name).get<double>(); }

}  // namespace

TEST_CASE("Kernel distance: NumPy's value where one subset holds all samples", "[metric]") {
  const std::size_t n = quality_goldens().at("n").get<std::size_t>();
  const KernelDistance found =
      kernel_distance(golden_real<double>(), golden_fake<double>(), {.subsets = 1, .size = n});
  CHECK(found.value == near(golden("kernel"), 1e-9));
  CHECK(std::isnan(found.standard_error));
  CHECK(kernel_distance(golden_real<float>(), golden_fake<float>(), {.subsets = 1, .size = n})
            .value == near(golden("kernel"), 1e-4));
}

TEST_CASE("Kernel distance: the mean over equal laws is 0 within 3 standard errors", "[metric]") {
  constexpr int pairs = 40;
  double sum = 0, squares = 0;
  int outside = 0;
  for (std::uint64_t pair = 0; pair < pairs; ++pair) {
    const KernelDistance found =
        kernel_distance(normal_rows<float>(400, 16, 2 * pair + 1),
                        normal_rows<float>(400, 16, 2 * pair + 2), {.subsets = 20, .size = 100});
    sum += found.value;
    squares += found.value * found.value;
    outside += std::abs(found.value) > 3 * found.standard_error ? 1 : 0;
  }
  const double mean = sum / pairs;
  const double error = std::sqrt((squares / pairs - mean * mean) / (pairs - 1));
  CAPTURE(mean, error);
  CHECK(std::abs(mean) < 3 * error);
  CHECK(outside <= 1);
}

TEST_CASE("Kernel distance: different laws are apart, by any seed", "[metric]") {
  for (std::uint64_t seed : {1U, 2U, 3U}) {
    const KernelDistance found = kernel_distance(
        normal_rows<float>(500, 8, 1), normal_rows<float>(600, 8, 2, 1, 1), {.seed = seed});
    CHECK(found.size == 250);
    CHECK(found.subsets == 100);
    CHECK(found.value > 5 * found.standard_error);
  }
}

TEST_CASE("Inception Score: NumPy's value, and both ends of its range", "[metric]") {
  const std::size_t splits = quality_goldens().at("splits").get<std::size_t>();
  const InceptionScore found = inception_score(golden_rows<double>("probabilities", 10), splits);
  CHECK(found.value == near(golden("inception"), 1e-9));
  CHECK(found.deviation == near(golden("inception_deviation"), 1e-9));
  Tensor<float, 2> sure({100, 10}, 0.0F);
  for (std::size_t i = 0; i < 100; ++i) sure(i, i % 10) = 1;
  CHECK(inception_score(sure).value == near(10, 1e-12));
  CHECK(inception_score(sure).deviation < 1e-6);
  CHECK(inception_score(Tensor<float, 2>({50, 10}, 0.1F)).value == near(1, 1e-6));
}

TEST_CASE("Precision, recall, density, coverage: NumPy's values", "[metric]") {
  const std::size_t k = quality_goldens().at("k").get<std::size_t>();
  const auto check = [&](const ManifoldScores& found) {
    CHECK(found.precision == near(golden("precision"), 1e-12));
    CHECK(found.recall == near(golden("recall"), 1e-12));
    CHECK(found.density == near(golden("density"), 1e-12));
    CHECK(found.coverage == near(golden("coverage"), 1e-12));
  };
  check(manifold_scores(golden_real<double>(), golden_fake<double>(), k));
  check(manifold_scores(golden_real<float>(), golden_fake<float>(), k));
}

TEST_CASE("Manifold scores: a model that covers one of two modes is precise and forgets",
          "[metric]") {
  Tensor<float, 2> real = normal_rows<float>(1200, 4, 1);
  for (std::size_t i = 0; i < 600; ++i) real(i, 0) += 50;
  const ManifoldScores found = manifold_scores(real, normal_rows<float>(600, 4, 2));
  CHECK(found.precision > 0.9);
  CHECK(found.recall == Approx(0.5).margin(0.08));
  CHECK(found.coverage == Approx(0.5).margin(0.05));
  const ManifoldScores far = manifold_scores(real, normal_rows<float>(600, 4, 2, 1, 500));
  CHECK(far.precision + far.recall + far.density + far.coverage == 0);
}

TEST_CASE("Manifold scores: balls of samples that repeat are points, and counted", "[metric]") {
  Tensor<float, 2> real = Tensor<float, 2>({40, 2}, 1.0F), fake = normal_rows<float>(40, 2, 3);
  for (std::size_t i = 0; i < 40; ++i) real(i, 0) = i < 20 ? -1.0F : 1.0F;
  const ManifoldScores found = manifold_scores(real, fake);
  CHECK(found.points == 0.5);
  CHECK(found.coverage == 0);
  CHECK(manifold_scores(fake, normal_rows<float>(40, 2, 4)).points == 0);
}

TEST_CASE("Duplicates: where real samples repeat, equal fakes are none", "[metric]") {
  const Tensor<float, 2> same({20, 3}, 0.5F);
  CHECK(typical_distance(same) == 0);
  CHECK(duplicate_rate(same, typical_distance(same) / 10) == 0);
}

TEST_CASE("Two-sample test: NumPy's values, ties included", "[metric]") {
  const TwoSampleTest found = two_sample_test(golden_real<double>(), golden_fake<double>());
  CHECK(found.on_real == near(golden("two_sample_real"), 1e-12));
  CHECK(found.on_fake == near(golden("two_sample_fake"), 1e-12));
  CHECK(found.accuracy == near((found.on_real + found.on_fake) / 2, 1e-15));
}

TEST_CASE("Two-sample test: a half for one law, 1 for two, 0 for copies", "[metric]") {
  const Tensor<float, 2> real = normal_rows<float>(1500, 6, 1);
  CHECK(two_sample_test(real, normal_rows<float>(1500, 6, 2)).accuracy == Approx(0.5).margin(0.03));
  CHECK(two_sample_test(real, normal_rows<float>(1500, 6, 2, 1, 40)).accuracy == 1);
  CHECK(two_sample_test(real, real).accuracy == 0);
}

TEST_CASE("Neighbours: NumPy's nearest real sample and its distance", "[metric]") {
  const Neighbours found = nearest(golden_fake<double>(), golden_real<double>(), 1);
  for (std::size_t i = 0; i < found.distance.size(); ++i) {
    CHECK(found.number(i, 0) == quality_goldens().at("nearest")[i].get<std::size_t>());
    CHECK(std::abs(found.distance(i, 0) -
                   quality_goldens().at("nearest_distance")[i].get<double>()) < 1e-6);
  }
}

TEST_CASE("Neighbours: several of them ascend, over the blocks' ends", "[metric]") {
  Tensor<double, 2> line = Tensor<double, 2>::from_shape({2300, 1});
  for (std::size_t i = 0; i < 2300; ++i) line(i, 0) = static_cast<double>(i * i);
  const Neighbours found = nearest(line, line, 2, Itself::is_skipped);
  CHECK(found.number(0, 0) == 1);
  CHECK(found.number(0, 1) == 2);
  for (std::size_t i : {1U, 511U, 512U, 1023U, 1024U, 2047U, 2048U}) {
    CHECK(found.number(i, 0) == i - 1);
    CHECK(found.number(i, 1) == i + 1);
    CHECK(found.distance(i, 0) == near(static_cast<double>(2 * i - 1), 1e-9));
  }
}

TEST_CASE("Duplicates: NumPy's share, and that of a collapsed model", "[metric]") {
  CHECK(duplicate_rate(golden_fake<double>(), 1e-6) == near(golden("duplicates"), 1e-12));
  CHECK(typical_distance(golden_real<double>()) == near(golden("typical"), 1e-9));
  CHECK(duplicate_rate(Tensor<float, 2>({20, 3}, 0.5F), 1e-9) == 1);
}

TEST_CASE("Scores of samples that cannot be compared are refused", "[metric]") {
  const Tensor<float, 2> x = normal_rows<float>(10, 3, 1), wide = normal_rows<float>(10, 4, 1);
  const Tensor<float, 2> few = normal_rows<float>(3, 3, 1), none({0, 3}, 0.0F);
  CHECK_THROWS_AS(kernel_distance(x, wide), ConfigError);
  CHECK_THROWS_AS(kernel_distance(x, x, {.subsets = 0}), ConfigError);
  CHECK_THROWS_AS(kernel_distance(x, few, {.size = 4}), ConfigError);
  CHECK_THROWS_AS(kernel_distance(few, few), ConfigError);  // half of three is one
  CHECK_THROWS_AS(manifold_scores(x, wide), ConfigError);
  CHECK_THROWS_AS(manifold_scores(x, few, 3), ConfigError);
  CHECK_THROWS_AS(two_sample_test(x, few), ConfigError);
  CHECK_THROWS_AS(nearest(x, none, 1), ConfigError);
  CHECK_THROWS_AS(nearest(x, x, 0), ConfigError);
  CHECK_THROWS_AS(duplicate_rate(first_rows(x, 1), 1), ConfigError);
  CHECK_THROWS_AS(inception_score(x), ConfigError);
  CHECK_THROWS_AS(inception_score(Tensor<float, 2>({10, 3}, 0.5F)), ConfigError);
  CHECK_THROWS_AS(inception_score(Tensor<float, 2>({3, 2}, 0.5F), 4), ConfigError);
}

TEST_CASE("Score: text and JSON carry features, resize, n and seed", "[metric]") {
  const Score score({"classifier digits", "none", 500, 7}, "kernel", 0.25,
                    std::pair<std::string, double>{"standard_error", 0.5}, "few");
  const std::string text = score.text();
  for (const char* part : {"kernel", "0.25", "0.5", "standard_error", "classifier digits",
                           "resize none", "n 500", "seed 7", "warning: few"}) {
    CAPTURE(part);
    CHECK(text.find(part) != std::string::npos);
  }
  const auto json = nlohmann::json::parse(score.json());
  CHECK(json.at("score") == "kernel");
  CHECK(json.at("value") == 0.25);
  CHECK(json.at("standard_error") == 0.5);
  CHECK(json.at("features") == "classifier digits");
  CHECK(json.at("resize") == "none");
  CHECK(json.at("n") == 500);
  CHECK(json.at("seed") == 7);
  CHECK(json.at("warning") == "few");
  const Score infinite({"pixels", "none", 1, 1}, "x", std::nan(""));
  CHECK(nlohmann::json::parse(infinite.json()).at("value").is_null());
}
