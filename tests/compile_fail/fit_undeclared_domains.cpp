// SPDX-License-Identifier: BSL-1.0
// expect: the second argument of fit has two domains, and this trainer declares none: let it say
// using First

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

int main() {
  Gan<Hinge, SpectralNorm> gan;
  const data::Paired pairs{data::Ring{}, data::TwoMoons{}};
  fit(gan, pairs, {}, Checkpoints{"run", 10});
}
