// SPDX-License-Identifier: BSL-1.0
// expect: designated initializers? (cannot|.*)|no matching
// errors: 2

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

int main() {
  Gan<Hinge, SpectralNorm> gan{.seed = 7};
  fit(gan, data::Ring{}, {.steps = 10});
}
