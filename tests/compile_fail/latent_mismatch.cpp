// SPDX-License-Identifier: BSL-1.0
// expect: the generator.s input shape is not that of the experiment.s Latent
// shows: LatentMismatch<saddle::Shape<3>, saddle::Shape<2>

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

struct Points {
  using Latent = Gaussian<3>;
  struct Generator : Network<Shape<2>, Linear<8>, Relu, Linear<2>> {};
  struct Critic : Network<Shape<2>, Linear<8>, LeakyRelu<>, Linear<1>> {};
};
using Trainer = Gan<Minimax, Unconstrained, Points>;
const data::Ring source;

#include "readme/program.hpp"
