// SPDX-License-Identifier: BSL-1.0
#include "adversary/every_objective.hpp"

namespace objectives_test {

using namespace saddle;

TEST_CASE("Every objective: gradients of critic and model are those of the formulas",
          "[adversary]") {
  test::check_every_objective<Unconstrained>();
}

}  // namespace objectives_test
