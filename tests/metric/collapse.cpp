// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/data/held_out.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/metric/collapse.hpp>

#include <cstddef>
#include <limits>

namespace collapse_test {

using namespace saddle;

namespace {

/// 0, 1, ... n - 1 on the line.
Tensor<float, 2> row_of(std::size_t n) {
  Tensor<float, 2> points = Tensor<float, 2>::from_shape({n, 1});
  for (std::size_t i = 0; i < n; ++i) points(i, 0) = static_cast<float>(i);
  return points;
}

}  // namespace

TEST_CASE("coverage counts data with a sample in the ball of a fifth of them", "[metric]") {
  const SpreadMeter meter(row_of(20));  // a fifth is 4: reach 2 inside, 4 at the ends
  Tensor<float, 2> one = Tensor<float, 2>({1, 1}, 10.0F);
  CHECK(meter(one).coverage == Approx(5.0 / 20));  // 8 to 12
  one(0, 0) = -3.5F;
  CHECK(meter(one).coverage == Approx(1.0 / 20));  // 0, which reaches 4; 1 reaches 3
  one(0, 0) = std::numeric_limits<float>::quiet_NaN();
  CHECK(meter(one).coverage == 0);
  CHECK(meter(row_of(20)).coverage == 1);
}

TEST_CASE("duplicates are closer than a tenth of what neighbours are", "[metric]") {
  const SpreadMeter meter(row_of(20));
  Tensor<float, 2> samples = row_of(4);
  CHECK(meter(samples).duplicates == 0);
  samples(1, 0) = 0.09F;
  CHECK(meter(samples).duplicates == 0.5);
  samples(1, 0) = 0.11F;
  CHECK(meter(samples).duplicates == 0);
}

TEST_CASE("fresh data of the ring cover it; one of its modes does not", "[metric]") {
  const data::Ring ring;
  const SpreadMeter meter(data::held_out(ring, 256, 1));
  const auto fresh = data::held_out(ring, 256, 2);
  CHECK(meter(fresh).coverage > 0.97);
  CHECK(meter(fresh).duplicates < 0.1);
  const Tensor<float, 2> point = Tensor<float, 2>({256, 2}, 1.4142F);
  CHECK(meter(point).coverage < 0.5);
  CHECK(meter(point).duplicates == 1);
}

TEST_CASE("samples that cannot be measured are refused", "[metric]") {
  CHECK_THROWS_AS(SpreadMeter(row_of(9)), ConfigError);
  const SpreadMeter meter(row_of(20));
  CHECK_THROWS_AS(meter(row_of(0)), ConfigError);
  CHECK_THROWS_AS(meter(Tensor<float, 2>({3, 2}, 0.0F)), ConfigError);
}

namespace {

/// The corners of a square in turn, each moved by the same small step.
Tensor<float, 2> corners(std::size_t n, float step = 0) {
  Tensor<float, 2> points = Tensor<float, 2>::from_shape({n, 2});
  for (std::size_t i = 0; i < n; ++i) {
    points(i, 0) = (i % 4 < 2 ? -1.0F : 1.0F) + step * static_cast<float>(i % 7);
    points(i, 1) = (i % 2 == 0 ? -1.0F : 1.0F) - step * static_cast<float>(i % 5);
  }
  return points;
}

}  // namespace

TEST_CASE("samples of discrete data cover what they are nearest to", "[metric]") {
  const SpreadMeter meter(corners(256));
  CHECK(meter(corners(256)).coverage == 1);
  CHECK(meter(corners(256)).duplicates == 0);  // the data repeat themselves as often
  CHECK(meter(corners(256, 0.01F)).coverage == 1);
  CHECK(meter(corners(256, 0.01F)).duplicates == 0);
  const Tensor<float, 2> one_corner = Tensor<float, 2>({256, 2}, 0.9F);
  CHECK(meter(one_corner).coverage == 0.25);
  const Tensor<float, 2> between = Tensor<float, 2>({256, 2}, 0.0F);
  CHECK(meter(between).coverage == 0);
}

TEST_CASE("data that are all equal, and rare ones among them, are neighbourhoods too", "[metric]") {
  const SpreadMeter same(Tensor<float, 2>({100, 3}, 0.25F));
  const Spread spread = same(Tensor<float, 2>({50, 3}, 0.7F));
  CHECK(spread.coverage == 1);
  CHECK(spread.duplicates == 0);
  CHECK(same(Tensor<float, 2>({5, 3}, std::numeric_limits<float>::quiet_NaN())).coverage == 0);
  Tensor<float, 2> mostly = Tensor<float, 2>({100, 1}, 0.0F);
  mostly(0, 0) = 8;
  const SpreadMeter meter(mostly);
  Tensor<float, 2> sample = Tensor<float, 2>({1, 1}, 3.9F);
  CHECK(meter(sample).coverage == 1);  // within 4 of 0, within 8 of 8
  sample(0, 0) = 4.1F;
  CHECK(meter(sample).coverage == Approx(0.01));
}

}  // namespace collapse_test
