// SPDX-License-Identifier: BSL-1.0
#include "adversary/every_objective.hpp"

namespace constrained_objectives_test {

using namespace saddle;

TEST_CASE("Every objective: the same under a gradient penalty", "[adversary][long]") {
  test::check_every_objective<GradientPenalty>();
}

TEST_CASE("Every objective: the same through spectral norm", "[adversary][long]") {
  test::check_every_objective<SpectralNorm>();
}

}  // namespace constrained_objectives_test
