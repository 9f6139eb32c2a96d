// SPDX-License-Identifier: BSL-1.0
// expect: the second argument of fit is not what this trainer translates between

#include <saddle/gan/cycle_gan.hpp>
#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

int main() {
  CycleGan<LeastSquares, Unconstrained> gan;
  fit(gan, data::Ring{}, {}, Checkpoints{"run", 10});
}
