// SPDX-License-Identifier: BSL-1.0
#include "catch.hpp"

#include <saddle/metric/transport/scaled_cost.hpp>

#include <cmath>

namespace scaled_cost_test {

using namespace saddle;

TEST_CASE("costs in their unit neither overflow nor vanish", "[metric]") {
  for (const double power : {1.0, 2.0, 3.0, 40.0}) {
    for (const double greatest : {1e-300, 0.3, 1.0, 7.0, 1e300}) {
      CAPTURE(power, greatest);
      const double unit = transport::unit_of(greatest, power);
      const double cost = transport::cost_of(-greatest, unit, power);
      CHECK(std::isfinite(cost));
      CHECK(cost > 0);
      CHECK((transport::ScaledCost{unit, cost}.root(power)) == Approx(greatest).epsilon(1e-12));
    }
  }
  CHECK(transport::unit_of(0, 2) == 1);
}

}  // namespace scaled_cost_test
