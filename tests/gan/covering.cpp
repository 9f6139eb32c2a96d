// SPDX-License-Identifier: BSL-1.0
#include "gan/landing.hpp"

namespace covering_test {

using namespace landing;

TEST_CASE("a trained line covers both modes where KL would have it") {
  check_landing<KL>(600, 0.2);
}

}  // namespace covering_test
