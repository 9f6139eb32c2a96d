// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/metric/lipschitz.hpp>

#include <cmath>

namespace lipschitz_test {

using namespace saddle;

TEST_CASE("the steepest slope of a linear score is its own along the line", "[metric]") {
  Tensor<double, 2> data = xt::zeros<double>({2, 2}), samples = xt::zeros<double>({2, 2});
  samples(0, 0) = 2;  // along x
  samples(1, 1) = 1;  // along y
  const auto linear = [](const Tensor<double, 2>& x) {
    Tensor<double, 1> scores = Tensor<double, 1>::from_shape({x.shape(0)});
    for (std::size_t i = 0; i < x.shape(0); ++i) scores(i) = 3 * x(i, 0) - 4 * x(i, 1);
    return scores;
  };
  CHECK(steepest_slope(data, samples, linear) == Approx(4));
  samples(1, 1) = 0;  // a line without length has no slope
  CHECK(steepest_slope(data, samples, linear) == Approx(3));
  samples(1, 0) = samples(1, 1) = 1;
  CHECK(steepest_slope(data, samples, linear) == Approx(3));  // the diagonal has 1 / sqrt 2
}

TEST_CASE("a step between data and samples is steep by the length of a piece", "[metric]") {
  Tensor<double, 2> data = xt::zeros<double>({1, 1}), samples = xt::ones<double>({1, 1});
  const auto step = [](const Tensor<double, 2>& x) {
    Tensor<double, 1> scores = Tensor<double, 1>::from_shape({x.shape(0)});
    for (std::size_t i = 0; i < x.shape(0); ++i) scores(i) = x(i, 0) > 0.5 ? 1 : 0;
    return scores;
  };
  CHECK(steepest_slope(data, samples, step, 10) == Approx(10));
  CHECK_THROWS_WITH(steepest_slope(data, samples, step, 0), Catch::Contains("pieces"));
  samples = xt::ones<double>({2, 1});
  CHECK_THROWS_WITH(steepest_slope(data, samples, step),
                    Catch::Contains("expected 1x1") && Catch::Contains("found 2x1"));
}

}  // namespace lipschitz_test
