// SPDX-License-Identifier: BSL-1.0
// expect: no matching function for call to .fit
// shows: \.step = 10

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

int main() {
  Gan<Hinge, SpectralNorm> gan;
  fit(gan, data::Ring{}, {.step = 10});
}
