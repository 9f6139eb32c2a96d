// SPDX-License-Identifier: BSL-1.0
// expect: the first argument of Gan is a divergence, not an objective: write FDivergence<...>

#include <saddle/constraint/constraint.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/objective/objective.hpp>

int main() {
  saddle::Gan<saddle::Pearson, saddle::WeightClip> gan;
  gan.sample(4);
}
