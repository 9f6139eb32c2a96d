// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "metric/quality/pictures.hpp"
#include "near.hpp"

#include <saddle/core/error.hpp>
#include <saddle/metric/quality/pixel_error.hpp>

#include <cmath>

namespace pixel_error_test {

using namespace saddle;

TEST_CASE("Pixel errors are those of scikit-image, whatever the range", "[metric]") {
  const auto x = test::golden_pictures("first"), y = test::golden_pictures("second");
  CHECK(test::error_of_golden(absolute_error(x, y), "absolute_error") < 1e-12);
  CHECK(test::error_of_golden(psnr(x, y), "psnr") < 1e-9);
  const auto bytes_x = test::moved(x, 127.5, 127.5), bytes_y = test::moved(y, 127.5, 127.5);
  CHECK(test::error_of_golden(absolute_error(bytes_x, bytes_y, {0, 255}), "absolute_error") <
        1e-12);
  CHECK(test::error_of_golden(psnr(bytes_x, bytes_y, {0, 255}), "psnr") < 1e-9);
}

TEST_CASE("Pixel errors at their ends", "[metric]") {
  const Tensor<float, 4> black({1, 2, 2, 1}, -1.0F), full({1, 2, 2, 1}, 1.0F);
  CHECK(absolute_error(black, full)(0) == near(1, 1e-12));
  CHECK(psnr(black, full)(0) == near(0, 1e-12));
  CHECK(absolute_error(full, full)(0) == near(0, 1e-12));
  CHECK(std::isinf(psnr(full, full)(0)));
}

TEST_CASE("Images as they are shown stay within black and full", "[metric]") {
  const Tensor<float, 4> made{{{{-1.5F}, {-1.0F}, {0.25F}, {3.0F}}}};
  CHECK((as_shown(made) == Tensor<float, 4>{{{{-1.0F}, {-1.0F}, {0.25F}, {1.0F}}}}));
  CHECK_THROWS_AS(as_shown(made, {1, -1}), ConfigError);
  CHECK((as_shown(made, {0, 2}) == Tensor<float, 4>{{{{0.0F}, {0.0F}, {0.25F}, {2.0F}}}}));
}

TEST_CASE("Pixel errors: images of two shapes, and a range that is none, are refused", "[metric]") {
  const Tensor<float, 4> one({1, 2, 2, 1}, 0.0F), two({2, 2, 2, 1}, 0.0F), none({0, 2, 2, 1}, 0.0F);
  CHECK_THROWS_AS(absolute_error(one, two), ConfigError);
  CHECK_THROWS_AS(psnr(none, none), ConfigError);
  CHECK_THROWS_AS(psnr(one, one, {1, 1}), ConfigError);
}

}  // namespace pixel_error_test
