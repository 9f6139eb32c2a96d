// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/data/grid.hpp>
#include <saddle/data/mixture.hpp>
#include <saddle/data/point_masses.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/data/source.hpp>
#include <saddle/data/swiss_roll.hpp>
#include <saddle/data/two_moons.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace source_test {

using namespace saddle;

namespace {

template <class T, class Source>
std::vector<T> drawn(const Source& source, std::size_t n, std::uint64_t seed,
                     std::uint64_t position) {
  std::vector<T> values(n * source.shape()[0]);
  source.draw(values.data(), n, seed, position);
  return values;
}

template <class T, class Source>
void is_one_row(const Source& source) {
  // Samples before and behind a change of the draw's time, and more than one stretch.
  for (std::uint64_t start : {std::uint64_t{0}, (std::uint64_t{1} << 32) - 300}) {
    const std::vector<T> whole = drawn<T>(source, 600, 3, start);
    for (std::size_t cut : {1U, 37U, 256U, 300U, 599U}) {
      std::vector<T> parts = drawn<T>(source, cut, 3, start);
      const std::vector<T> rest = drawn<T>(source, 600 - cut, 3, start + cut);
      parts.insert(parts.end(), rest.begin(), rest.end());
      CHECK(parts == whole);
    }
  }
  for (T value : drawn<T>(source, 600, 3, 0)) CHECK(std::isfinite(value));
}

double mean(const std::vector<double>& values, std::size_t first, std::size_t step) {
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t i = first; i < values.size(); i += step, ++count) sum += values[i];
  return sum / static_cast<double>(count);
}

}  // namespace

TEMPLATE_TEST_CASE("a source is one row however it is cut", "[data]", data::Ring, data::Grid,
                   data::SwissRoll, data::TwoMoons, data::Mixture) {
  is_one_row<float>(TestType{});
  is_one_row<double>(TestType{});
  CHECK(drawn<float>(TestType{}, 50, 3, 0) != drawn<float>(TestType{}, 50, 4, 0));
  CHECK(drawn<float>(TestType{}, 50, 3, 0) != drawn<float>(TestType{}, 50, 3, 50));
  CHECK(drawn<float>(TestType{}, 50, 3, 0) !=
        drawn<float>(TestType{}, 50, 3, std::uint64_t{1} << 32));
}

TEMPLATE_TEST_CASE("a blob source hits its modes equally often with its sigma", "[data]",
                   data::Ring, data::Grid) {
  const TestType source;
  const Tensor<double, 2> modes = source.modes();
  const std::size_t n = 40000, count = modes.shape(0);
  const std::vector<double> points = drawn<double>(source, n, 11, 0);
  std::vector<double> hits(count);
  double square = 0;
  for (std::size_t i = 0; i < n; ++i) {
    std::size_t nearest = 0;
    double least = 1e300;
    for (std::size_t k = 0; k < count; ++k) {
      const double away = std::hypot(points[2 * i] - modes(k, 0), points[2 * i + 1] - modes(k, 1));
      if (away < least) least = away, nearest = k;
    }
    ++hits[nearest];
    square += least * least;
  }
  const double share = static_cast<double>(n) / static_cast<double>(count);
  double chi_squared = 0;
  for (double hit : hits) chi_squared += (hit - share) * (hit - share) / share;
  CHECK(chi_squared < static_cast<double>(count) + 5 * std::sqrt(2.0 * static_cast<double>(count)));
  const double variance = square / (2.0 * static_cast<double>(n));
  CHECK(variance == Approx(source.sigma * source.sigma).epsilon(0.03));
}

TEST_CASE("the ring's and the grid's centres are where they should be", "[data]") {
  const Tensor<double, 2> ring = data::Ring{.radius = 3}.modes();
  REQUIRE(ring.shape(0) == 8);
  for (std::size_t k = 0; k < 8; ++k) {
    const double angle = 2 * std::acos(-1.0) * static_cast<double>(k) / 8;
    CHECK(ring(k, 0) == Approx(3 * std::cos(angle)).margin(1e-12));
    CHECK(ring(k, 1) == Approx(3 * std::sin(angle)).margin(1e-12));
  }
  const Tensor<double, 2> grid = data::Grid{}.modes();
  REQUIRE(grid.shape(0) == 25);
  CHECK(grid(0, 0) == -4);
  CHECK(grid(24, 1) == 4);
  CHECK(grid(12, 0) == 0);
}

TEST_CASE("without noise the Swiss roll and the moons are curves", "[data]") {
  const std::vector<double> roll = drawn<double>(data::SwissRoll{.noise = 0}, 500, 1, 0);
  const std::vector<double> moons = drawn<double>(data::TwoMoons{.noise = 0}, 500, 1, 0);
  std::size_t upper = 0;
  for (std::size_t i = 0; i < roll.size(); i += 2) {
    const double t = 7.5 * std::hypot(roll[i], roll[i + 1]);
    CHECK(roll[i] == Approx(t * std::cos(t) / 7.5).margin(1e-9));
    const double x = moons[i], y = moons[i + 1];
    const bool above = y > 0 && std::abs(std::hypot(x, y) - 1) < 1e-9;
    const bool below = y < 0.5 && std::abs(std::hypot(x - 1, y - 0.5) - 1) < 1e-9;
    CHECK((above || below));
    upper += above;
  }
  CHECK(upper > 200);
  CHECK(upper < 300);
}

TEST_CASE("the mixture has the moments and the density of its parts", "[data]") {
  const data::Mixture mixture;
  const std::vector<double> values = drawn<double>(mixture, 40000, 5, 0);
  std::vector<double> squares = values;
  for (double& v : squares) v = (v - 0.2) * (v - 0.2);
  CHECK(mean(values, 0, 1) == Approx(0.2).margin(0.03));  // 0.6 * -1 + 0.4 * 2
  CHECK(mean(squares, 0, 1) == Approx(1.643168 * 1.643168).epsilon(0.03));
  double mass = 0, first = 0;
  for (double x = -12; x < 14; x += 0.01) {
    mass += 0.01 * mixture.density(x);
    first += 0.01 * x * mixture.density(x);
  }
  CHECK(mass == Approx(1).epsilon(1e-9));
  CHECK(first == Approx(0.2).epsilon(1e-9));
  CHECK(mixture.modes()(1, 0) == 2);
}

TEST_CASE("point masses are hit by weight and nowhere else", "[data]") {
  const data::PointMasses source{{{.place = -1, .weight = 3}, {.place = 2, .weight = 1}}};
  is_one_row<double>(source);
  const std::vector<double> values = drawn<double>(source, 20000, 5, 0);
  const auto hits = std::count(values.begin(), values.end(), -1.0);
  CHECK(std::all_of(values.begin(), values.end(), [](double v) { return v == -1 || v == 2; }));
  CHECK(static_cast<double>(hits) / 20000 == Approx(0.75).margin(0.015));
  CHECK(drawn<float>(data::PointMasses{}, 3, 1, 0) == std::vector<float>(3, 0.0F));
}

TEST_CASE("weights that are no distribution are refused", "[data]") {
  float value = 0;
  CHECK_THROWS_AS((data::Mixture{{}}.draw(&value, 1, 0, 0)), ConfigError);
  CHECK_THROWS_AS((data::Mixture{{{.weight = -1}}}.draw(&value, 1, 0, 0)), ConfigError);
  CHECK_THROWS_AS((data::PointMasses{{{.weight = NAN}}}.draw(&value, 1, 0, 0)), ConfigError);
}

}  // namespace source_test
