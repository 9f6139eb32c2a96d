// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"
#include "near.hpp"

#include <saddle/core/error.hpp>
#include <saddle/metric/quality/retrieval.hpp>

namespace retrieval_test {

using namespace saddle;

TEST_CASE("Retrieval: the share of translations that are nearest to their own target", "[metric]") {
  const Tensor<float, 2> targets{{0, 0}, {1, 0}, {0, 1}, {5, 5}};
  CHECK(retrieval_rate(targets, targets) == near(1, 0));
  const Tensor<float, 2> translations{
      {0.1F, 0}, {0.2F, 0}, {0, 0.8F}, {9, 9}};  // the second is not
  CHECK(retrieval_rate(translations, targets) == near(0.75, 0));
}

TEST_CASE("Retrieval: a target that equals the counterpart counts as it", "[metric]") {
  const Tensor<float, 2> targets{{1, 1}, {1, 1}, {4, 4}}, translations{{1, 2}, {1, 2}, {1, 2}};
  CHECK(retrieval_rate(translations, targets) == near(2.0 / 3, 1e-12));
}

TEST_CASE("Retrieval: targets belong to translations one by one", "[metric]") {
  const Tensor<float, 2> two{{1, 1}, {2, 2}}, one{{1, 1}};
  CHECK_THROWS_AS(retrieval_rate(two, one), ConfigError);
}

}  // namespace retrieval_test
