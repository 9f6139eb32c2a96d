// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/metric/quality/sorted_rows.hpp>

#include <cstddef>
#include <limits>
#include <vector>

namespace sorted_rows_test {

using namespace saddle;

TEST_CASE("rows are sorted by their numbers, first to last, NaN at the end", "[metric]") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const Tensor<float, 2> rows{{2, 1}, {nan, 0}, {-1, 5}, {2, -3}, {-1, 4}};
  CHECK(sorted_rows(rows) == std::vector<std::size_t>{4, 2, 3, 0, 1});
}

}  // namespace sorted_rows_test
