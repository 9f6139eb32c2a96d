// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "metric/transport/samples.hpp"
#include "near.hpp"

#include <saddle/metric/transport/wasserstein_1d.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace wasserstein_1d_test {

using namespace saddle;
using test::normal_samples;

namespace {

template <class T>
std::vector<T> sorted(std::vector<T> values) {
  std::sort(values.begin(), values.end());
  return values;
}

template <class T>
std::vector<T> numbers(std::size_t n, std::uint32_t stream, double mean = 0, double deviation = 1) {
  const auto samples = normal_samples<T>(n, 1, stream, mean, deviation);
  return {samples.begin(), samples.end()};
}

/// The definition: the mean over the sorted samples.
template <class T>
double by_sorting(const std::vector<T>& x, const std::vector<T>& y, double power) {
  const auto a = sorted(x), b = sorted(y);
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum += std::pow(std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])), power);
  }
  return std::pow(sum / static_cast<double>(a.size()), 1 / power);
}

template <class T>
double distance(const std::vector<T>& x, const std::vector<T>& y, double power = 1) {
  return wasserstein_1d<T>(std::span<const T>(x), std::span<const T>(y), power);
}

}  // namespace

TEST_CASE("wasserstein_1d: no power of a distance leaves the range of double", "[transport]") {
  const std::vector<double> weights{1, 2, 3, 4};
  for (double unit : {1e-200, 1e-4, 1.0, 1e4, 1e200}) {
    for (double power : {1.5, 2.0, 100.0, 540.0, 1e6}) {
      CAPTURE(unit, power);
      std::vector<double> x{1, 2, 3, 54}, y{1, 2, 3, 4};
      for (double& value : x) value *= unit;
      for (double& value : y) value *= unit;
      CHECK(distance(x, y, power) == near(50 * unit * std::pow(0.25, 1 / power), 1e-12));
      std::vector<double> twice = y;
      twice.insert(twice.end(), y.begin(), y.end());
      CHECK(distance(x, twice, power) == near(50 * unit * std::pow(0.25, 1 / power), 1e-12));
      CHECK(wasserstein_1d<double>(x, y, Masses{weights, weights}, power) ==
            near(50 * unit * std::pow(0.4, 1 / power), 1e-12));
      CHECK(distance(x, x, power) == 0);
    }
  }
  CHECK(distance<float>({0, 1e-6F}, {1, 1 + 1e-6F}, 300) == near(1, 1e-6));  // equal distances
}

TEMPLATE_TEST_CASE("radix_sort gives the order of std::sort", "[transport]", float, double) {
  using T = TestType;
  using Limits = std::numeric_limits<T>;
  for (std::size_t n : {0U, 1U, 2U, 100U, 600U, 5000U}) {
    std::vector<T> from = numbers<T>(n, 1, 0, 1000);
    if (n > 50) {
      const T odd[] = {0,
                       -T(0),
                       Limits::max(),
                       Limits::lowest(),
                       Limits::denorm_min(),
                       -Limits::denorm_min(),
                       Limits::infinity(),
                       -Limits::infinity(),
                       1,
                       1,
                       -1};
      std::copy(std::begin(odd), std::end(odd), from.begin());
    }
    const std::vector<T> before = from;
    std::vector<T> found(n), spare(n);
    radix_sort(from.data(), found.data(), spare.data(), n);
    CHECK(found == sorted(from));
    CHECK(from == before);
  }
}

TEMPLATE_TEST_CASE("wasserstein_1d is the mean over sorted samples", "[transport]", float, double) {
  using T = TestType;
  for (std::size_t n : {1U, 2U, 17U, 1000U, 20000U}) {
    for (double mean : {0.0, 0.02, 3.0}) {  // many, some and no crossings
      const std::vector<T> x = numbers<T>(n, 1), y = numbers<T>(n, 2, mean, 1.01);
      CAPTURE(n, mean);
      for (double power : {1.0, 2.0, 3.5}) {
        const double expected = by_sorting(x, y, power);
        CHECK(distance(x, y, power) / expected == near(1, 1e-11));
        CHECK(distance(y, x, power) / expected == near(1, 1e-11));
      }
      CHECK(distance(x, x) == 0);
      CHECK(distance(x, sorted(x)) == 0);
    }
  }
}

TEST_CASE("wasserstein_1d: ties, single values, and ranges that hide the distance", "[transport]") {
  using List = std::vector<double>;
  CHECK(distance(List{5, 5, 5}, List{5, 5, 5}) == 0);
  CHECK(distance(List{5, 5, 5}, List{5, 5, 8}) == 1);
  CHECK(distance(List{0, 0, 1, 1}, List{1, 0, 0, 1}) == 0);
  CHECK(distance(List{-2}, List{3}) == 5);
  CHECK(distance(List{-2}, List{3}, 2) == 5);
  // Two far samples that both sides share: the rest is 1e-16 of the range.
  List x = numbers<double>(1000, 1), y = numbers<double>(1000, 2, 0.25);
  x[0] = y[0] = 1e17;
  x[1] = y[1] = -1e17;
  CHECK(distance(x, y) == near(by_sorting(x, y, 1), 1e-12));
  // Ranges beyond what numbers can divide, and below.
  const double huge = 1e308, least = std::numeric_limits<double>::denorm_min();
  CHECK(distance(List{-huge, 0, huge}, List{-huge, 3, huge}) == 1);
  CHECK(distance(List{0, least}, List{0, 3 * least}) == least);
}

TEST_CASE("wasserstein_1d: numbers of samples may differ", "[transport]") {
  using List = std::vector<double>;
  CHECK(distance(List{0, 1}, List{0.5}) == 0.5);
  CHECK(distance(List{0, 0, 3}, List{0, 3}) == near(0.5, 1e-15));
  CHECK(distance(List{0, 0, 3}, List{0, 3}, 2) == near(std::sqrt(1.5), 1e-15));
  // A sample and the same sample three times.
  const List x = numbers<double>(50, 1);
  List thrice = x;
  thrice.insert(thrice.end(), x.begin(), x.end());
  thrice.insert(thrice.end(), x.begin(), x.end());
  CHECK(distance(x, thrice) == 0);
}

TEST_CASE("wasserstein_1d: weights count relative to their sum", "[transport]") {
  using List = std::vector<double>;
  const List x{0, 10, 1}, y{0, 1}, a{1, 0, 3}, b{3, 1};
  const auto weighted = [](const List& from, const List& to, const Masses& masses, double power) {
    return wasserstein_1d<double>(std::span<const double>(from), std::span<const double>(to),
                                  masses, power);
  };
  CHECK(weighted(x, y, {a, b}, 1) == near(0.5, 1e-15));
  CHECK(weighted(x, y, {a, b}, 2) == near(std::sqrt(0.5), 1e-15));
  const List all = numbers<double>(60, 1), other = numbers<double>(60, 2), twos(60, 2.0);
  CHECK(weighted(all, other, {twos, {}}, 1) == near(distance(all, other), 1e-14));
  // Two equal laws, one of whose masses comes in parts that do not add up in double.
  const List parts{0, 0, 0, 1}, tenths{0.1, 0.1, 0.1, 0.7}, whole{0, 1}, shares{0.3, 0.7};
  for (const double power : {1.0, 2.0, 4.0, 16.0, 100.0}) {
    CAPTURE(power);
    CHECK(weighted(parts, whole, {tenths, shares}, power) == 0);
    CHECK(weighted(whole, parts, {shares, tenths}, power) == 0);
  }
}

TEST_CASE("wasserstein_1d refuses what has no distance", "[transport]") {
  using List = std::vector<float>;
  const float inf = std::numeric_limits<float>::infinity(), nan = std::nanf("");
  CHECK_THROWS_WITH(distance(List{}, List{1}),
                    Catch::Contains("wasserstein_1d: x") && Catch::Contains("found 0"));
  CHECK_THROWS_WITH(distance(List{1}, List{1, 2, nan}), Catch::Contains("wasserstein_1d: y"));
  CHECK_THROWS_AS(distance(List(40, inf), List(40, 1.F)), ConfigError);
  List hidden(100, 1.F);
  hidden[77] = nan;
  CHECK_THROWS_AS(distance(hidden, List(100, 1.F)), ConfigError);
  CHECK_THROWS_AS(distance(List{1}, List{2}, 0.5), ConfigError);
  const std::vector<double> wrong{1, 2}, negative{-1}, none{0};
  for (const auto& weights : {wrong, negative, none}) {
    const List one{1};
    CHECK_THROWS_WITH(wasserstein_1d<float>(std::span<const float>(one),
                                            std::span<const float>(one), Masses{weights, {}}),
                      Catch::Contains("masses.x"));
  }
}

}  // namespace wasserstein_1d_test
