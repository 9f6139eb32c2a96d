// SPDX-License-Identifier: BSL-1.0
// expect: a network.s list holds layers, activations and networks only

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

struct Points {
  using Latent = Gaussian<2>;
  struct Generator : Network<Shape<2>, Linear<8>, Relu, Linear<2>> {};
  struct Critic : Network<Shape<2>, Linear<8>, Adam, Linear<1>> {};
};
using Trainer = Gan<Minimax, Unconstrained, Points>;
const data::Ring source;

#include "readme/program.hpp"
