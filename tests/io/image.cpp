// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/io/image.hpp>

#include <cmath>
#include <limits>

namespace image_test {

using namespace saddle;

namespace {

Colour at(const Image& picture, std::size_t y, std::size_t x) {
  return {picture(y, x, 0), picture(y, x, 1), picture(y, x, 2)};
}

}  // namespace

TEST_CASE("a grid has its images where they belong", "[io]") {
  Tensor<float, 4> images = xt::empty<float>({3, 2, 2, 1});  // (n, h, w, c)
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t k = 0; k < 4; ++k) images.data()[4 * i + k] = static_cast<float>(i) - 1;
  }
  const Image picture = grid(images, {.columns = 2, .scale = 3, .margin = 1});
  REQUIRE(picture.shape() == std::array<std::size_t, 3>{1 + 2 * 7, 1 + 2 * 7, 3});
  CHECK(at(picture, 0, 0) == Colour{32, 32, 32});
  CHECK(at(picture, 1, 1) == Colour{0, 0, 0});
  CHECK(at(picture, 6, 6) == Colour{0, 0, 0});
  CHECK(at(picture, 7, 7) == Colour{32, 32, 32});
  CHECK(at(picture, 1, 8) == Colour{128, 128, 128});
  CHECK(at(picture, 8, 1) == Colour{255, 255, 255});
  CHECK(at(picture, 8, 8) == Colour{32, 32, 32});  // there is no fourth image
}

TEST_CASE("colours keep their channels, saturate, and show what is not finite", "[io]") {
  Tensor<float, 4> images = xt::empty<float>({1, 1, 2, 3});
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float values[] = {-1, 0.5F, 7, 0, nan, 0};
  std::copy(std::begin(values), std::end(values), images.data());
  const Image picture = grid(images, {.scale = 1, .margin = 0});
  CHECK(at(picture, 0, 0) == Colour{0, 191, 255});
  CHECK(at(picture, 0, 1) == Colour{255, 0, 255});
}

TEST_CASE("of two and four channels the last does not show", "[io]") {
  Tensor<float, 4> grey({1, 1, 1, 2}, -1.0F), coloured({1, 1, 1, 4}, 1.0F);
  grey(0, 0, 0, 0) = 1;
  coloured(0, 0, 0, 3) = -1;
  const Colour white{255, 255, 255};
  CHECK(at(grid(grey, {.scale = 1, .margin = 0}), 0, 0) == white);
  CHECK(at(grid(coloured, {.scale = 1, .margin = 0}), 0, 0) == white);
}

TEST_CASE("a layout is chosen where none is given", "[io]") {
  const Tensor<float, 4> images = xt::zeros<float>({10, 28, 28, 1});
  const Image picture = grid(images);  // 4 columns, 3 rows, twice the size
  CHECK(picture.shape() == std::array<std::size_t, 3>{3 + 3 * 59, 3 + 4 * 59, 3});
  CHECK(grid(images, 5).shape(1) == 3 + 5 * 59);
}

TEST_CASE("a batch that is no images is refused", "[io]") {
  const Tensor<float, 4> five_channels = xt::zeros<float>({1, 4, 4, 5});
  const Tensor<float, 4> none = xt::zeros<float>({0, 4, 4, 1});
  CHECK_THROWS_AS(grid(five_channels), ConfigError);
  CHECK_THROWS_AS(grid(none), ConfigError);
}

}  // namespace image_test
