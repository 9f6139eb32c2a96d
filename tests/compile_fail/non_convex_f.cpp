// SPDX-License-Identifier: BSL-1.0
// expect: f is not convex on a grid of density ratios u, so it defines no f-divergence

#include <saddle/objective/objective.hpp>

struct Concave {
  template <class T>
  static constexpr T f(T u) {
    return saddle::math::log(u);
  }
};

double loss(double score) { return saddle::FDivergence<Concave>::critic_fake(score); }
