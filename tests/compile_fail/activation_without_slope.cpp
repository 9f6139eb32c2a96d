// SPDX-License-Identifier: BSL-1.0
// expect: an activation has templates value, slope and curvature, and says is_identity and
// shows: NotAnActivation<1, SoftSign>

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

struct SoftSign {
  static constexpr Role role = Role::activation;
  static constexpr std::string_view name = "SoftSign";
  template <class T> static T value(T x) { return x / (T(1) + math::abs(x)); }
};
struct Points {
  using Latent = Gaussian<2>;
  struct Generator : Network<Shape<2>, Linear<8>, SoftSign, Linear<2>> {};
  struct Critic : Network<Shape<2>, Linear<8>, LeakyRelu<>, Linear<1>> {};
};
using Trainer = Gan<Minimax, Unconstrained, Points>;
const data::Ring source;

#include "readme/program.hpp"
