// SPDX-License-Identifier: BSL-1.0
// expect: the second argument of fit is not a data::Source

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

int main() {
  Gan<Hinge, SpectralNorm> gan;
  fit(gan, "train.csv", {.steps = 10});
}
