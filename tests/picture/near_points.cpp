// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/picture/near_points.hpp>

#include <cmath>
#include <cstddef>
#include <vector>

namespace near_points_test {

using namespace saddle;

TEST_CASE("NearPoints: the pixels within reach of a point, and no others", "[io]") {
  const Box box{10, 20, 70, 60};
  const std::vector<Point> points{{30, 40}, {32.25, 37.5}, {10, 20}, {69.5, 60}};
  constexpr double reach = 7;
  landscape::NearPoints near(box, reach);
  for (const Point& p : points) near.add(p);
  for (std::size_t row = 0; row < 40; ++row) {
    for (std::size_t column = 0; column < 60; ++column) {
      bool within = false;
      for (const Point& p : points) {
        const double x = box.left + static_cast<double>(column) + 0.5 - p.x;
        const double y = box.top + static_cast<double>(row) + 0.5 - p.y;
        within = within || std::hypot(x, y) < reach;
      }
      CAPTURE(column, row);
      CHECK(near(column, row) == within);
    }
  }
}

}  // namespace near_points_test
