// SPDX-License-Identifier: BSL-1.0
// expect: no matching function for call to .saddle::Gan<|learning_rate
// shows: learning_rate

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

int main() {
  Gan<Hinge, SpectralNorm> gan{{.learning_rate = 1e-4}};
  fit(gan, data::Ring{}, {.steps = 10});
}
