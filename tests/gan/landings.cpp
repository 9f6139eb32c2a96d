// SPDX-License-Identifier: BSL-1.0
#include "gan/landing.hpp"

namespace landings_test {

using namespace landing;

TEST_CASE("trained lines land where the exact divergences are least", "[long]") {
  check_landing<KL>(2'500, 0.1);
  check_landing<ReverseKL>(2'500, 0.1);
  check_landing<Jeffrey>(2'500, 0.1);
  check_landing<JensenShannon>(2'500, 0.1);
  check_landing<SquaredHellinger>(2'500, 0.1);
  check_landing<Pearson>(2'500, 0.1);
}

}  // namespace landings_test
