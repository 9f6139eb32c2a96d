// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/picture/scatter_picture.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>

namespace scatter_picture_test {

using namespace saddle;

namespace {

/// How many pixels have exactly this colour.
std::size_t count(const Image& picture, Colour colour) {
  std::size_t found = 0;
  for (std::size_t i = 0; i < picture.size(); i += 3) {
    found += std::equal(colour.begin(), colour.end(), picture.data() + i);
  }
  return found;
}

}  // namespace

TEST_CASE("a scatter picture has a colour for every class that occurs", "[io]") {
  Tensor<float, 2> points = Tensor<float, 2>::from_shape({std::size_t{60}, std::size_t{2}});
  Tensor<int, 1> labels = xt::empty<int>({std::size_t{60}});
  for (std::size_t i = 0; i < 60; ++i) {
    points(i, 0) = static_cast<float>(i % 7);
    points(i, 1) = static_cast<float>(i / 7);
    labels(i) = i % 2 == 0 ? 1 : 3;
  }
  points(5, 0) = std::numeric_limits<float>::quiet_NaN();  // left out
  const Image image = scatter_picture(points, labels, {.title = "Points", .classes = {"a", "b"}});
  CHECK(count(image, class_colour(1)) > 30);  // in the legend
  CHECK(count(image, class_colour(3)) > 30);
  CHECK(count(image, class_colour(0)) == 0);
  CHECK(count(image, class_colour(2)) == 0);
}

TEST_CASE("a scatter picture draws a point where it lies, in its class's colour", "[io]") {
  const Image image = scatter_picture(Tensor<float, 2>({1, 2}, 4.F), Tensor<int, 1>({1}, 3));
  const auto* const pixel = &image(84 + 280, 84 + 320, 0);  // the middle
  for (std::size_t k = 0; k < 3; ++k) {
    const double expected = 0.75 * class_colour(3)[k] + 0.25 * 255;
    CHECK(static_cast<double>(pixel[k]) == Approx(expected).margin(12));
  }
}

TEST_CASE("a scatter picture of equal points or of many classes is one", "[io]") {
  CHECK(scatter_picture(Tensor<float, 2>({3, 2}, 4.F), Tensor<int, 1>({3}, 0)).size() > 0);
  Tensor<int, 1> many = xt::arange<int>(40);
  CHECK(scatter_picture(Tensor<float, 2>({40, 2}, 4.F), many).size() > 0);
}

TEST_CASE("a scatter picture refuses what it cannot draw", "[io]") {
  const Tensor<float, 2> points({3, 2}, 0.F);
  CHECK_THROWS_WITH(scatter_picture(Tensor<float, 2>({3, 3}, 0.F), Tensor<int, 1>({3}, 0)),
                    "scatter_picture: points: expected (n, 2), at least one, found (3, 3)");
  CHECK_THROWS_AS(scatter_picture(Tensor<float, 2>({0, 2}, 0.F), Tensor<int, 1>({0}, 0)),
                  ConfigError);
  CHECK_THROWS_WITH(scatter_picture(points, Tensor<int, 1>({2}, 0)),
                    "scatter_picture: labels: expected 3 numbers of classes, found 2 labels");
  CHECK_THROWS_AS(scatter_picture(points, Tensor<int, 1>({3}, -1)), ConfigError);
}

}  // namespace scatter_picture_test
