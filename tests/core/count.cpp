// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/core/count.hpp>

#include <cstdint>

namespace count_test {

using namespace saddle;

TEST_CASE("product_of: a product that would wrap is refused with its factors", "[core]") {
  CHECK(product_of("rows", {}) == 1);
  CHECK(product_of("rows", {3, 4, 5}) == 60);
  CHECK(product_of("rows", {0, SIZE_MAX}) == 0);
  CHECK(product_of("rows", {SIZE_MAX / 16}) == SIZE_MAX / 16);
  CHECK_THROWS_WITH(product_of("rows", {4611686018427387905, 4}),
                    Catch::Contains("rows: expected at most 1152921504606846975 numbers, found "
                                    "4611686018427387905 x 4"));
  CHECK_THROWS_AS(product_of("rows", {std::size_t{1} << 33, std::size_t{1} << 33}), ConfigError);
}

}  // namespace count_test
