// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/data/ring.hpp>
#include <saddle/metric/mode_count.hpp>

#include <cmath>
#include <limits>

namespace mode_count_test {

using namespace saddle;

TEST_CASE("real samples of the ring hit every mode", "[metric]") {
  const data::Ring ring;
  Tensor<float, 2> samples = xt::empty<float>({10000, 2});
  ring.draw(samples.data(), 10000, 1, 0);
  const ModeCount count = count_modes(samples, ring.modes(), ring.sigma);
  CHECK(count.modes == 8);
  CHECK(count.modes_total == 8);
  CHECK(count.high_quality == Approx(1 - std::exp(-4.5)).margin(0.005));  // 3 sigma in the plane
  CHECK(count.mode_kl >= 0);
  CHECK(count.mode_kl < 0.002);
}

TEST_CASE("modes count from a fifth of their share, by good samples only", "[metric]") {
  Tensor<double, 2> centres = xt::zeros<double>({2, 1});
  centres(1, 0) = 10;
  Tensor<double, 2> samples = xt::zeros<double>({20, 1});  // a share is 10, a fifth of it 2
  samples(0, 0) = 10.29;
  samples(1, 0) = 9.71;
  ModeCount count = count_modes(samples, centres, 0.1);
  CHECK(count.modes == 2);
  CHECK(count.high_quality == 1);
  CHECK(count.mode_kl == Approx(0.9 * std::log(1.8) + 0.1 * std::log(0.2)));
  samples(1, 0) = 9.69;  // beyond 3 sigma
  samples(2, 0) = std::numeric_limits<double>::quiet_NaN();
  count = count_modes(samples, centres, 0.1);
  CHECK(count.modes == 1);
  CHECK(count.high_quality == Approx(0.9));
}

TEST_CASE("one mode costs the logarithm of their number, none is infinite", "[metric]") {
  const data::Ring ring;
  Tensor<float, 2> samples = xt::zeros<float>({50, 2});
  CHECK(std::isinf(count_modes(samples, ring.modes(), ring.sigma).mode_kl));
  for (std::size_t i = 0; i < 50; ++i) samples(i, 0) = 2;
  const ModeCount count = count_modes(samples, ring.modes(), ring.sigma);
  CHECK(count.modes == 1);
  CHECK(count.mode_kl == Approx(std::log(8)));
}

TEST_CASE("samples that cannot be counted are refused", "[metric]") {
  const Tensor<float, 2> none = xt::zeros<float>({0, 2}), line = xt::zeros<float>({5, 1});
  const Tensor<double, 2> modes = data::Ring{}.modes();
  CHECK_THROWS_AS(count_modes(none, modes, 1), ConfigError);
  CHECK_THROWS_AS(count_modes(line, modes, 1), ConfigError);
}

}  // namespace mode_count_test
