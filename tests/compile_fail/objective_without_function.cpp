// SPDX-License-Identifier: BSL-1.0
// expect: the objective misses what is named below
// shows: model_real

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

struct Squares {
  static constexpr Role role = Role::objective;
  static constexpr std::string_view name = "squares";
  static constexpr bool needs_lipschitz = false;
  template <class T> static constexpr T critic_real(T s) { return (s - T(1)) * (s - T(1)); }
  template <class T> static constexpr T critic_fake(T s) { return (s + T(1)) * (s + T(1)); }
  template <class T> static constexpr T model_fake(T s) { return critic_real(s); }
  static constexpr double estimate(double critic_loss) { return 1 - critic_loss / 2; }
};
using Trainer = Gan<Squares, SpectralNorm>;
const data::Ring source;

#include "readme/program.hpp"
