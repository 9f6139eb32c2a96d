// SPDX-License-Identifier: BSL-1.0
// What features know of classes: the nearest sample's class, a linear probe, and how a verdict is
// counted.
#include "catch.hpp"
#include "near.hpp"

#include <saddle/core/parallel.hpp>
#include <saddle/core/random.hpp>
#include <saddle/metric/quality/confusion.hpp>
#include <saddle/metric/quality/lbfgs.hpp>
#include <saddle/metric/quality/linear_probe.hpp>
#include <saddle/metric/quality/nearest_class.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace classes_test {

using namespace saddle;

namespace {

struct Labelled {
  Tensor<float, 2> x;
  Tensor<int, 1> labels;
};

/// Three normal classes of the plane at the corners of a triangle, in units of very different size,
/// beside a column that never changes.
Labelled triangle(std::size_t n, std::uint64_t seed, double distance) {
  Labelled all{Tensor<float, 2>::from_shape({n, std::size_t{3}}), xt::empty<int>({n})};
  for (std::size_t i = 0; i < n; ++i) {
    const auto label = static_cast<int>(i % 3);
    const double angle = 2.0944 * label;
    all.labels(i) = label;
    all.x(i, 0) =
        static_cast<float>(distance * std::cos(angle) + random::normal({.seed = seed}, i, 0));
    all.x(i, 1) = static_cast<float>(
        5 + 1e-3 * (distance * std::sin(angle) + random::normal({.seed = seed}, i, 1)));
    all.x(i, 2) = 7;
  }
  return all;
}

Tensor<int, 1> list(const std::vector<int>& values) {
  Tensor<int, 1> result = xt::empty<int>({values.size()});
  std::copy(values.begin(), values.end(), result.begin());
  return result;
}

}  // namespace

TEST_CASE("Confusion: verdicts are counted label by label", "[metric]") {
  const Confusion confusion(list({0, 0, 0, 1, 1, 2}), list({0, 0, 2, 1, 0, 2}), 4);
  CHECK(confusion.count(0, 0) == 2);
  CHECK(confusion.count(0, 2) == 1);
  CHECK(confusion.count(1, 0) == 1);
  CHECK(confusion.count(2, 0) == 0);
  CHECK(confusion.accuracy() == near(4.0 / 6, 1e-15));
  CHECK(confusion.accuracy(0) == near(2.0 / 3, 1e-15));
  CHECK(confusion.accuracy(1) == 0.5);
  CHECK(confusion.accuracy(2) == 1);
  CHECK(std::isnan(confusion.accuracy(3)));
  CHECK(confusion.text() ==
        "        0  1  2  3   right\n"
        "     0  2  0  1  0   66.7 %\n"
        "     1  1  1  0  0   50.0 %\n"
        "     2  0  0  1  0  100.0 %\n"
        "     3  0  0  0  0        -\n");
}

TEST_CASE("Confusion: what cannot be counted is refused", "[metric]") {
  CHECK_THROWS_WITH(Confusion(list({0, 1}), list({0}), 2),
                    "labels: expected one for each of 1 samples, found 2");
  CHECK_THROWS_AS(Confusion(list({}), list({}), 2), ConfigError);
  CHECK_THROWS_WITH(Confusion(list({0, 2}), list({0, 1}), 2), "label: expected 0 to 1, found 2");
  CHECK_THROWS_WITH(Confusion(list({0, 1}), list({0, -1}), 2), "label: expected 0 to 1, found -1");
}

TEST_CASE("Likeliest: the greatest number's place, of equal ones the first", "[metric]") {
  Tensor<double, 2> scores = xt::empty<double>({std::size_t{3}, std::size_t{3}});
  const double numbers[] = {1, 5, 2, 4, 4, 1, -3, -2, -1};
  std::copy(std::begin(numbers), std::end(numbers), scores.begin());
  CHECK((data::likeliest(scores) == list({1, 0, 2})));
}

TEST_CASE("Nearest class: that of the nearest sample", "[metric]") {
  const Labelled known = triangle(300, 1, 30), others = triangle(60, 2, 30);
  CHECK((nearest_class(known.x, known.labels, others.x) != others.labels));  // one column drowns
  Labelled flat = known, samples = others;
  for (Labelled* one : {&flat, &samples}) {
    for (std::size_t i = 0; i < one->x.shape(0); ++i) one->x(i, 1) = 1000 * (one->x(i, 1) - 5);
  }
  CHECK((nearest_class(flat.x, flat.labels, samples.x) == samples.labels));
  CHECK_THROWS_WITH(nearest_class(flat.x, samples.labels, samples.x),
                    "labels: expected one for each of 300 samples, found 60");
}

TEST_CASE("minimise: Rosenbrock's valley is followed to its end", "[metric]") {
  std::vector<double> x{-1.2, 1, -1.2, 1};
  int calls = 0;
  detail::minimise(x,
                   [&](const std::vector<double>& at, std::vector<double>& gradient) {
                     ++calls;
                     double value = 0;
                     for (std::size_t i = 0; i < 4; i += 2) {
                       const double a = 1 - at[i], b = at[i + 1] - at[i] * at[i];
                       value += a * a + 100 * b * b;
                       gradient[i] = -2 * a - 400 * b * at[i];
                       gradient[i + 1] = 200 * b;
                     }
                     return value;
                   },
                   {.converged = 1e-14});
  for (double coordinate : x) CHECK(coordinate == near(1, 1e-6));
  CHECK(calls < 100);
}

TEST_CASE("Linear probe: as good as the best test between normal classes, in any units",
          "[metric]") {
  const Labelled known = triangle(3'000, 1, 2), others = triangle(3'000, 2, 2);
  const LinearProbe probe(known.x, known.labels, 3);
  // The best test takes the corner in whose direction a sample lies.
  Tensor<int, 1> best = xt::empty<int>({others.labels.size()});
  for (std::size_t i = 0; i < best.size(); ++i) {
    const double x = double{others.x(i, 0)}, y = 1000 * (double{others.x(i, 1)} - 5);
    best(i) = static_cast<int>(std::lround(std::atan2(y, x) / 2.0944) + 3) % 3;
  }
  const auto verdicts = probe.verdicts(others.x);
  const double accuracy = Confusion(others.labels, verdicts, 3).accuracy();
  CHECK(accuracy == Approx(Confusion(others.labels, best, 3).accuracy()).margin(0.005));
  CHECK(accuracy > 0.9);
  CHECK(Confusion(best, verdicts, 3).accuracy() > 0.98);
}

TEST_CASE("Linear probe: classes that no line separates stay a guess, and separate ones end",
          "[metric]") {
  constexpr std::size_t n = 400;
  Labelled crossed{Tensor<float, 2>::from_shape({n, std::size_t{2}}), xt::empty<int>({n})};
  for (std::size_t i = 0; i < n; ++i) {
    const double x = random::uniform({.seed = 3}, i, 0) - 0.5;
    const double y = random::uniform({.seed = 3}, i, 1) - 0.5;
    crossed.x(i, 0) = static_cast<float>(x);
    crossed.x(i, 1) = static_cast<float>(y);
    crossed.labels(i) = x * y > 0 ? 1 : 0;
  }
  const LinearProbe guess(crossed.x, crossed.labels, 2);
  CHECK(Confusion(crossed.labels, guess.verdicts(crossed.x), 2).accuracy() < 0.65);
  const Labelled apart = triangle(90, 1, 50);
  const LinearProbe certain(apart.x, apart.labels, 3);
  CHECK((certain.verdicts(apart.x) == apart.labels));
}

TEST_CASE("Linear probe: the same verdicts with any number of workers; other features are refused",
          "[metric]") {
  const Labelled known = triangle(500, 1, 1);
  const LinearProbe one(known.x, known.labels, 3);
  parallel::set_workers(3);
  const LinearProbe three(known.x, known.labels, 3);
  CHECK((three.verdicts(known.x) == one.verdicts(known.x)));
  parallel::set_workers(1);
  CHECK_THROWS_WITH(one.verdicts(Tensor<float, 2>({1, 4}, 0.F)),
                    "features: expected 3 numbers a sample, found 4");
  CHECK_THROWS_AS(LinearProbe(known.x, list({0, 1}), 3), ConfigError);
  CHECK_THROWS_WITH(LinearProbe(known.x, known.labels, 2), "label: expected 0 to 1, found 2");
}

}  // namespace classes_test
