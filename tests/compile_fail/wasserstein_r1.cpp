// SPDX-License-Identifier: BSL-1.0
// expect: the Wasserstein objective needs a Lipschitz critic, and this constraint does not make it
// one

#include <saddle/constraint/constraint.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/objective/objective.hpp>

int main() {
  saddle::Gan<saddle::Wasserstein, saddle::R1> gan{{.seed = 7}};
  gan.generator();
}
