// SPDX-License-Identifier: BSL-1.0
// expect: Alpha<1> divides by zero; its limit is KL: use KL

#include <saddle/objective/objective.hpp>

double loss(double score) { return saddle::FDivergence<saddle::Alpha<1>>::critic_fake(score); }
