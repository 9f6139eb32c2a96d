// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/core/rows.hpp>

#include <numeric>

namespace rows_test {

using namespace saddle;

TEST_CASE("Samples of any shape are rows of their numbers", "[rows]") {
  Tensor<double, 3> x = Tensor<double, 3>::from_shape({4, 2, 3});
  std::iota(x.begin(), x.end(), 0.0);
  const Tensor<float, 2> rows = as_rows(x);
  REQUIRE(rows.shape(0) == 4);
  REQUIRE(rows.shape(1) == 6);
  CHECK(rows(0, 5) == 5);
  CHECK(rows(3, 0) == 18);
  CHECK_THROWS_AS(as_rows(Tensor<double, 2>::from_shape({0, 3})), ConfigError);
  CHECK_THROWS_AS(as_rows(Tensor<double, 1>::from_shape({3})), ConfigError);

  const Tensor<float, 2> part = rows_of(rows, 1, 2);
  REQUIRE(part.shape(0) == 2);
  CHECK(part(0, 0) == 6);
  CHECK(rows_of(rows, 3, 5).shape(0) == 1);
  CHECK(rows_of(rows, 4, 5).shape(0) == 0);
}

}  // namespace rows_test
