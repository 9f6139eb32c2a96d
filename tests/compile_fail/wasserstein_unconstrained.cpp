// SPDX-License-Identifier: BSL-1.0
// expect: the Wasserstein objective needs a Lipschitz critic, and this constraint does not make it
// one: use WeightClip, GradientPenalty or SpectralNorm

#include <saddle/constraint/constraint.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/objective/objective.hpp>

int main() {
  saddle::Gan<saddle::Wasserstein, saddle::Unconstrained> gan;
  gan.step(saddle::data::Ring{});
  gan.sample(4);
}
