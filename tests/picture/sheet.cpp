// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/core/error.hpp>
#include <saddle/picture/sheet.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace sheet_test {

using namespace saddle;

TEST_CASE("A sheet has its pictures in cells of the largest, on white", "[picture]") {
  const std::array pictures{Image({2, 1, 3}, std::uint8_t{1}), Image({1, 3, 3}, std::uint8_t{2}),
                            Image({1, 1, 3}, std::uint8_t{3})};
  const Image whole = sheet(pictures, 2);
  REQUIRE(whole.shape(0) == 4);
  REQUIRE(whole.shape(1) == 6);
  const int expected[4][6] = {{1, 255, 255, 2, 2, 2},
                              {1, 255, 255, 255, 255, 255},
                              {3, 255, 255, 255, 255, 255},
                              {255, 255, 255, 255, 255, 255}};
  for (std::size_t y = 0; y < 4; ++y) {
    for (std::size_t x = 0; x < 6; ++x) {
      for (std::size_t c = 0; c < 3; ++c) CHECK(int{whole(y, x, c)} == expected[y][x]);
    }
  }
  CHECK_THROWS_AS(sheet({}, 2), ConfigError);
  CHECK_THROWS_AS(sheet(pictures, 0), ConfigError);
  CHECK_THROWS_AS(sheet(std::array{Image({2, 2, 1}, std::uint8_t{1})}, 1), ConfigError);
  CHECK(sheet(pictures, std::size_t{1} << 63).shape(1) == 9);
}

}  // namespace sheet_test
