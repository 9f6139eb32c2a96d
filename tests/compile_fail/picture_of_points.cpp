// SPDX-License-Identifier: BSL-1.0
// expect: grid lays out images, a tensor .n, h, w, c.: these samples are no images

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

int main() {
  Gan<Hinge, SpectralNorm> gan;
  fit(gan, data::Ring{}, {.steps = 10});
  write_png("samples.png", grid(gan.sample(64)));
}
