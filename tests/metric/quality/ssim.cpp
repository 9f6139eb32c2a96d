// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "metric/quality/pictures.hpp"
#include "near.hpp"

#include <saddle/core/error.hpp>
#include <saddle/metric/quality/ssim.hpp>

namespace ssim_test {

using namespace saddle;

TEST_CASE("SSIM is scikit-image's, with both windows and whatever the range", "[metric]") {
  const auto x = test::golden_pictures("first"), y = test::golden_pictures("second");
  CHECK(test::error_of_golden(ssim(x, y), "ssim_gaussian") < 1e-9);
  CHECK(test::error_of_golden(ssim(x, y, {}, SsimWindow::uniform), "ssim_uniform") < 1e-9);
  const auto bytes_x = test::moved(x, 127.5, 127.5), bytes_y = test::moved(y, 127.5, 127.5);
  CHECK(test::error_of_golden(ssim(bytes_x, bytes_y, {0, 255}), "ssim_gaussian") < 1e-9);
  const Tensor<float, 4> single_x(x), single_y(y);
  CHECK(test::error_of_golden(ssim(single_x, single_y), "ssim_gaussian") < 1e-6);
}

TEST_CASE("SSIM is 1 for equal images, the same both ways, and refuses images below its window",
          "[metric]") {
  const auto x = test::golden_pictures("first"), y = test::golden_pictures("second");
  CHECK(ssim(x, x)(0) == near(1, 1e-12));
  CHECK(ssim(x, y)(0) == near(ssim(y, x)(0), 1e-12));
  CHECK(ssim(x, y)(1) < 0);  // the second is the first inverted
  const Tensor<float, 4> small({1, 11, 10, 1}, 0.0F);
  CHECK_THROWS_AS(ssim(small, small), ConfigError);
  CHECK(ssim(small, small, {}, SsimWindow::uniform)(0) == near(1, 1e-12));
}

}  // namespace ssim_test
