// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/data/label/one_hot.hpp>

#include <vector>

namespace one_hot_test {

using namespace saddle;

TEST_CASE("a label becomes a row with a 1 in its place", "[data]") {
  const std::vector<int> labels{2, 0, 2};
  std::vector<float> rows(9, -1);
  data::one_hot(rows.data(), labels, 3);
  CHECK(rows == std::vector<float>{0, 0, 1, 1, 0, 0, 0, 0, 1});
}

TEST_CASE("a label that is no class is refused", "[data]") {
  std::vector<float> rows(6);
  for (const int label : {-1, 3}) {
    CHECK_THROWS_WITH(data::one_hot(rows.data(), std::vector{0, label}, 3),
                      "label: expected 0 to 2, found " + std::to_string(label));
  }
}

}  // namespace one_hot_test
