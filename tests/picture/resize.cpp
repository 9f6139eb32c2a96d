// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "near.hpp"

#include <saddle/core/error.hpp>
#include <saddle/picture/resize.hpp>

#include <array>
#include <vector>

namespace resize_test {

using namespace saddle;

namespace {

/// One row of grey pixels in another width.
std::vector<double> row_of(const std::vector<double>& pixels, std::size_t width) {
  Tensor<double, 4> image = xt::empty<double>(
      {std::size_t{1}, std::size_t{1}, pixels.size(), std::size_t{1}});  // (n, h, w, c)
  std::copy(pixels.begin(), pixels.end(), image.begin());
  const Tensor<double, 4> out = resized(image, 1, width);
  return {out.begin(), out.end()};
}

void check(const std::vector<double>& found, const std::vector<double>& expected) {
  REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) CHECK(found[i] == near(expected[i], 1e-12));
}

}  // namespace

// Golden values: the weights by hand, which are those of Pillow's bilinear filter.
TEST_CASE("Resize: growing is bilinear between the pixels' centres", "[picture]") {
  check(row_of({0, 1}, 4), {0, 0.25, 0.75, 1});
  check(row_of({3}, 3), {3, 3, 3});
}

TEST_CASE("Resize: shrinking takes the mean of all that a pixel covers", "[picture]") {
  check(row_of({0, 1, 2, 3}, 2), {5.0 / 7, 16.0 / 7});
  check(row_of({0, 8, 0, 8, 0, 8}, 1), {4});
  check(row_of({0, 1, 0, 1}, 2), {3.0 / 7, 4.0 / 7});  // one pixel of two would alias to 0, 0
}

TEST_CASE("Resize: the same size is the same image, and axes and channels stay apart",
          "[picture]") {
  Tensor<float, 4> images = xt::empty<float>({2, 3, 2, 3});
  for (std::size_t i = 0; i < images.size(); ++i) images.data()[i] = static_cast<float>(i);
  CHECK((resized(images, 3, 2) == images));
  const Tensor<float, 4> large = resized(images, 6, 4);
  REQUIRE(large.shape() == std::array<std::size_t, 4>{2, 6, 4, 3});
  for (std::size_t i = 0; i < 2; ++i) {
    for (std::size_t c = 0; c < 3; ++c) {
      CHECK(large(i, 0, 0, c) == images(i, 0, 0, c));
      CHECK(large(i, 5, 3, c) == images(i, 2, 1, c));
      // One quarter of the way from row 0 to 1 and from column 0 to 1.
      CHECK(large(i, 1, 1, c) == near(images(i, 0, 0, c) + 0.25F * 6 + 0.25F * 3, 1e-5));
    }
  }
}

TEST_CASE("Resize: an axis without pixels is refused", "[picture]") {
  CHECK_THROWS_AS(AxisResize(0, 3), ConfigError);
  CHECK_THROWS_AS(AxisResize(3, 0), ConfigError);
}

TEST_CASE("Resize: a square is the middle of what has its shorter side", "[picture]") {
  Tensor<double, 4> wide = xt::empty<double>({1, 2, 6, 1});
  for (std::size_t i = 0; i < wide.size(); ++i) wide.data()[i] = static_cast<double>(i);
  const Tensor<double, 4> same = centre_square(wide, 2);
  CHECK((same == Tensor<double, 4>{{{{2}, {3}}, {{8}, {9}}}}));
  const Tensor<double, 4> one = centre_square(wide, 1);
  REQUIRE(one.shape() == std::array<std::size_t, 4>{1, 1, 1, 1});
  CHECK(one(0, 0, 0, 0) == near(5.5, 1e-12));
  CHECK(centre_square(wide, 4).shape() == std::array<std::size_t, 4>{1, 4, 4, 1});
  CHECK_THROWS_AS(centre_square(wide, 0), ConfigError);
}

}  // namespace resize_test
