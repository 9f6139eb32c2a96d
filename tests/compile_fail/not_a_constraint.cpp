// SPDX-License-Identifier: BSL-1.0
// expect: the second argument of Gan is not a constraint: use Unconstrained, WeightClip,
// GradientPenalty, R1 or SpectralNorm

#include <saddle/constraint/constraint.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/objective/objective.hpp>

int main() {
  saddle::Gan<saddle::Hinge, saddle::Adam> gan;
  gan.sample(4);
}
