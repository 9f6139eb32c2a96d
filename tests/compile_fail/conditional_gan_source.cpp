// SPDX-License-Identifier: BSL-1.0
// expect: the second argument of fit knows no labels, of which this trainer learns

#include <saddle/gan/conditional_gan.hpp>
#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

int main() {
  ConditionalGan<NonSaturating, SpectralNorm> gan;
  fit(gan, data::TwoMoons{}, {}, Checkpoints{"run", 10});
}
