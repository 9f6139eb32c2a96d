// SPDX-License-Identifier: BSL-1.0
// expect: the second argument of fit is not a data::Source: that has a name, shape.. and draw.out,
// n, seed, position. shows: draw

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

struct Twos {
  static constexpr std::string_view name = "twos";
  static constexpr std::array<std::size_t, 1> shape() { return {2}; }
};
using Trainer = Gan<Hinge, SpectralNorm>;
const Twos source;

#include "readme/program.hpp"
