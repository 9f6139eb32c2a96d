// SPDX-License-Identifier: BSL-1.0
// expect: Alpha<0> divides by zero; its limit is ReverseKL: use ReverseKL

#include <saddle/objective/objective.hpp>

double loss(double score) { return saddle::FDivergence<saddle::Alpha<0>>::critic_fake(score); }
