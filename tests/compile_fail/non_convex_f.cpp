// SPDX-License-Identifier: BSL-1.0
// expect: f is not convex on a grid of density ratios u, so it defines no f-divergence

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

struct Concave {
  template <class T>
  static constexpr T f(T u) {
    return saddle::math::log(u);
  }
};
using Trainer = Gan<FDivergence<Concave>, SpectralNorm>;
const data::Ring source;

#include "readme/program.hpp"
