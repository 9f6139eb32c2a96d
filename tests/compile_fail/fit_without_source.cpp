// SPDX-License-Identifier: BSL-1.0
// expect: fit

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

int main() {
  Gan<Hinge, SpectralNorm> gan;
  fit(gan, {.steps = 10});
}
