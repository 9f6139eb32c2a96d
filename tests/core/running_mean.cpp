// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/core/running_mean.hpp>

#include <cmath>

namespace running_mean_test {

using namespace saddle;

TEST_CASE("RunningMean: mean and standard error, wherever the terms lie", "[core]") {
  for (const double offset : {0.0, 1e9}) {
    CAPTURE(offset);
    RunningMean mean;
    for (const double term : {2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0}) mean.add(offset + term);
    CHECK(mean.value() == offset + 5);
    CHECK(mean.variance() == Approx(32.0 / (8 * 7)));
    CHECK(mean.standard_error() == Approx(std::sqrt(32.0 / 56)));
  }
}

TEST_CASE("RunningMean: equal terms have no variance, one term none that is known", "[core]") {
  RunningMean mean;
  CHECK(mean.value() == 0);
  mean.add(0.1);
  CHECK(mean.value() == 0.1);
  CHECK(std::isnan(mean.variance()));
  for (int i = 0; i < 100; ++i) mean.add(0.1);
  CHECK(mean.value() == 0.1);
  CHECK(mean.variance() == 0);
}

}  // namespace running_mean_test
