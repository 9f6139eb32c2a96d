// SPDX-License-Identifier: BSL-1.0
// expect: .

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

int main() {
  Gan<Hinge, SpectralNorm> gan;
  const auto p = gan.sample(64), q = gan.sample(64, 64);
  return estimate<Hinge>(p, q).value > 0;
}
