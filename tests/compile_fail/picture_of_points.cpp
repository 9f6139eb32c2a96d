// SPDX-License-Identifier: BSL-1.0
// expect: no matching function for call to .grid.|grid

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

int main() {
  Gan<Hinge, SpectralNorm> gan;
  fit(gan, data::Ring{}, {.steps = 10});
  write_png("samples.png", grid(gan.sample(64)));
}
