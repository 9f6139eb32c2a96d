// SPDX-License-Identifier: BSL-1.0
// expect: this device is not available here: Cuda needs nvcc

#include <saddle/constraint/constraint.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/objective/objective.hpp>

int main() {
  saddle::Gan<saddle::Wasserstein, saddle::GradientPenalty, saddle::Ring, saddle::Cuda> gan;
  gan.sample(4);
}
