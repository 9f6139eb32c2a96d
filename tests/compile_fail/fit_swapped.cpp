// SPDX-License-Identifier: BSL-1.0
// expect: the first argument of fit is a trainer

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

int main() {
  Gan<Hinge, SpectralNorm> gan;
  fit(data::Ring{}, gan, {.steps = 10});
}
