// SPDX-License-Identifier: BSL-1.0
// expect: the penalty measures the critic's slope in another norm than the dual of the objective's
// ground norm

#include <saddle/constraint/constraint.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/objective/objective.hpp>

using namespace saddle;

int main() {
  // A critic that is 1-Lipschitz in L1 has slopes of at most 1 in LInf, not in L1.
  Gan<BasicWasserstein<L1>, BasicGradientPenalty<TwoSided, Interpolates, L1>> gan{{.seed = 7}};
  gan.generator();
}
