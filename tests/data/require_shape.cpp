// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/data/glyphs.hpp>
#include <saddle/data/require_shape.hpp>

#include <array>
#include <cstddef>

namespace require_shape_test {

using namespace saddle;

TEST_CASE("a source of another shape is named with both shapes", "[data]") {
  using Extents = std::array<std::size_t, 3>;
  CHECK_NOTHROW(data::require_shape(data::Glyphs{}, Extents{28, 28, 1}));
  for (const Extents wrong : {Extents{28, 28, 3}, Extents{28, 1, 28}}) {
    CHECK_THROWS_WITH(
        data::require_shape(data::Glyphs{}, wrong),
        "shape of a sample of glyphs: expected " + shape_text(wrong) + ", found 28x28x1");
  }
  CHECK_THROWS_AS(data::require_shape(data::Glyphs{}, std::array<std::size_t, 1>{28}), ConfigError);
}

}  // namespace require_shape_test
