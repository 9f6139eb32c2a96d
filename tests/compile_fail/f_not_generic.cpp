// SPDX-License-Identifier: BSL-1.0
// expect: f does not accept every scalar type: write it as template <class T>

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

struct OnlyDouble {
  static constexpr double f(double u) { return (u - 1) * (u - 1); }
};
using Trainer = Gan<FDivergence<OnlyDouble>, SpectralNorm>;
const data::Ring source;

#include "readme/program.hpp"
