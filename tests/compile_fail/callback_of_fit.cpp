// SPDX-License-Identifier: BSL-1.0
// expect: a callback of fit has begin.gan., step.gan. or end.gan.

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

int main() {
  Gan<Hinge, SpectralNorm> gan;
  fit(gan, data::Ring{}, {.steps = 10}, std::string("run"));
}
