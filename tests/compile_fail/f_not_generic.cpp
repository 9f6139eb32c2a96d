// SPDX-License-Identifier: BSL-1.0
// expect: f does not accept every scalar type: write it as template <class T>

#include <saddle/objective/objective.hpp>

struct OnlyDouble {
  static constexpr double f(double u) { return (u - 1) * (u - 1); }
};

double loss(double score) { return saddle::FDivergence<OnlyDouble>::critic_fake(score); }
