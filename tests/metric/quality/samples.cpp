// SPDX-License-Identifier: BSL-1.0
// Scores that compare samples: kernel distance, Inception Score, manifold, neighbours.
#include "catch.hpp"
#include "near.hpp"
#include "quality.hpp"

#include <saddle/core/error.hpp>
#include <saddle/data/permutation.hpp>
#include <saddle/metric/estimate/two_sample_test.hpp>
#include <saddle/metric/quality/duplicates.hpp>
#include <saddle/metric/quality/features.hpp>
#include <saddle/metric/quality/inception_score.hpp>
#include <saddle/metric/quality/kernel_distance.hpp>
#include <saddle/metric/quality/manifold.hpp>
#include <saddle/metric/quality/score.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace samples_test {

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

TEST_CASE("Kernel distance: the order of the samples changes no bit", "[metric]") {
  const Tensor<float, 2> real = normal_rows<float>(300, 6, 1), fake = normal_rows<float>(310, 6, 2);
  const auto ordered = [](const Tensor<float, 2>& x, auto place) {
    Tensor<float, 2> rows = Tensor<float, 2>::from_shape({x.shape(0), x.shape(1)});
    for (std::size_t i = 0; i < x.shape(0); ++i)
      std::copy_n(&x(place(i), 0), x.shape(1), &rows(i, 0));
    return rows;
  };
  std::vector<std::size_t> by_first(fake.shape(0));
  std::iota(by_first.begin(), by_first.end(), std::size_t{0});
  std::sort(by_first.begin(), by_first.end(),
            [&](std::size_t a, std::size_t b) { return fake(a, 0) < fake(b, 0); });
  const KernelDistance mixed = kernel_distance(real, fake, {.subsets = 7, .size = 40});
  const KernelDistance sorted = kernel_distance(
      real, ordered(fake, [&](std::size_t i) { return by_first[i]; }), {.subsets = 7, .size = 40});
  const KernelDistance backwards = kernel_distance(
      ordered(real, [&](std::size_t i) { return 299 - i; }), fake, {.subsets = 7, .size = 40});
  for (const KernelDistance& other : {sorted, backwards}) {
    CHECK(other.value == mixed.value);
    CHECK(other.standard_error == mixed.standard_error);
  }
  // The seed still draws other subsets.
  CHECK(kernel_distance(real, fake, {.subsets = 7, .size = 40, .seed = 2}).value != mixed.value);
}

TEST_CASE("Inception Score: NumPy's value, and both ends of its range", "[metric]") {
  const std::size_t splits = quality_goldens().at("splits").get<std::size_t>();
  const Tensor<double, 2> verdicts = golden_rows<double>("probabilities", 10);
  std::vector<std::size_t> rows(verdicts.shape(0));
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  double sum = 0, squares = 0;  // NumPy's splits are stretches of the samples
  for (std::size_t split = 0; split < splits; ++split) {
    const std::size_t first = rows.size() * split / splits;
    const std::size_t last = rows.size() * (split + 1) / splits;
    const double score = inception_score_of(verdicts, std::span(rows).subspan(first, last - first));
    sum += score;
    squares += score * score;
  }
  const double mean = sum / static_cast<double>(splits);
  CHECK(mean == near(golden("inception"), 1e-9));
  CHECK(std::sqrt(squares / static_cast<double>(splits) - mean * mean) ==
        near(golden("inception_deviation"), 1e-6));
  const InceptionScore found = inception_score(verdicts, splits);
  CHECK(std::abs(found.value - mean) < 2 * found.deviation);
  Tensor<float, 2> sure({100, 10}, 0.0F);
  for (std::size_t i = 0; i < 100; ++i) sure(i, i % 10) = 1;
  CHECK(inception_score(sure, 1).value == near(10, 1e-12));
  CHECK(inception_score(sure, 1).deviation < 1e-6);
  CHECK(inception_score(Tensor<float, 2>({50, 10}, 0.1F)).value == near(1, 1e-6));
}

TEST_CASE("Inception Score: the order of the samples changes no bit", "[metric]") {
  constexpr std::size_t n = 600, classes = 10;
  Tensor<float, 2> by_class({n, classes}, 0.01F);
  for (std::size_t i = 0; i < n; ++i) by_class(i, i * classes / n) = 0.91F;
  Tensor<float, 2> mixed = by_class;
  const data::Permutation order(7, 0, n);
  for (std::size_t i = 0; i < n; ++i) {
    std::copy_n(&by_class(static_cast<std::size_t>(order(i)), 0), classes, &mixed(i, 0));
  }
  const InceptionScore sorted = inception_score(by_class), shuffled = inception_score(mixed);
  CHECK(sorted.value == shuffled.value);
  CHECK(sorted.deviation == shuffled.deviation);
  CHECK(sorted.value > 5);  // 1 where every split holds one class
  CHECK(sorted.deviation > 0);
}

TEST_CASE("Manifold scores: a neighbour lies on the ball that it measures", "[metric]") {
  // Every k-th neighbour is inside: k balls and a sample's own hold each copy.
  for (const std::size_t d : {1U, 3U, 5U, 37U}) {
    const Tensor<float, 2> real = normal_rows<float>(700, d, d);
    Tensor<float, 2> copies = real;
    const data::Permutation order(1, 0, 700);
    for (std::size_t i = 0; i < 700; ++i) {
      std::copy_n(&real(static_cast<std::size_t>(order(i)), 0), d, &copies(i, 0));
    }
    for (const std::size_t k : {1U, 3U}) {
      const ManifoldScores found = manifold_scores(real, copies, k);
      CAPTURE(d, k);
      CHECK(found.precision == 1);
      CHECK(found.recall == 1);
      CHECK(found.coverage == 1);
      CHECK(found.density == near(static_cast<double>(k + 1) / static_cast<double>(k), 1e-12));
    }
  }
  // Pairs, and fakes as far on the other side: the root of 3, squared, is less than 3.
  using Step = std::array<float, 3>;
  for (const Step& step : {Step{1, 1, 0}, Step{1, 1, 1}, Step{2, 1, 0}, Step{2, 1, 1}}) {
    Tensor<float, 2> real({16, 3}, 0.0F), fake({16, 3}, 0.0F);
    for (std::size_t i = 0; i < 16; ++i) {
      real(i, 0) = fake(i, 0) = static_cast<float>(100 * (i / 2));
      for (std::size_t c = 0; c < 3; ++c) {
        fake(i, c) -= step[c];
        if (i % 2 == 1) real(i, c) += step[c];
      }
    }
    const ManifoldScores found = manifold_scores(real, fake, 1);
    CHECK(found.precision == 1);
    CHECK(found.density == 1);
    CHECK(found.coverage == 0.5);
  }
}

TEST_CASE("Neighbours: equal samples are 0 apart, near ones by their difference", "[metric]") {
  Tensor<float, 2> far({40, 9}, 0.0F);
  for (std::size_t i = 0; i < 40; ++i) {
    for (std::size_t j = 0; j < 9; ++j) far(i, j) = 1e4F + static_cast<float>(i / 2 * (j + 1)) / 7;
  }
  const Neighbours found = nearest(far, far, 2, Itself::is_skipped);
  for (std::size_t i = 0; i < 40; ++i) CHECK(found.square(i, 0) == 0);
  Tensor<double, 2> pair({2, 1}, 1e8);
  pair(1, 0) += 0x1p-20;
  CHECK(nearest(pair, pair, 1, Itself::is_skipped).square(0, 0) == near(0x1p-40, 1e-12));
  CHECK(duplicate_rate(far, 1e-9) == 1);
  CHECK(typical_distance(far) == 0);
}

TEST_CASE("Kernel distance: two samples a side are enough", "[metric]") {
  for (const std::size_t n : {2U, 3U, 4U}) {
    const Tensor<float, 2> few = normal_rows<float>(n, 3, 1);
    CHECK(kernel_distance(few, few).size == 2);
    CHECK(std::isnan(kernel_distance(few, few).standard_error) == (n == 2));
  }
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
  for (std::size_t i = 0; i < found.square.size(); ++i) {
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
  CHECK_THROWS_AS(kernel_distance(first_rows(x, 1), x), ConfigError);
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

TEST_CASE("Score: no name of a file is obeyed by a terminal", "[metric]") {
  const Score score({"\x1b[2Jcritic\n", "none", 5, 7}, "kernel", 0.25, {}, "a\x07");
  CHECK(score.text().find("[features \\x1b[2Jcritic\\x0a, resize none") != std::string::npos);
  CHECK(score.text().ends_with("\n  warning: a\\x07"));
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

}  // namespace samples_test
