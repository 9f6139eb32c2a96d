// SPDX-License-Identifier: BSL-1.0
// expect: the first argument of fit is a trainer|discards qualifiers

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

int main() {
  const Gan<Hinge, SpectralNorm> gan;
  fit(gan, data::Ring{}, {.steps = 10});
}
