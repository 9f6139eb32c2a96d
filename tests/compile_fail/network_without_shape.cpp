// SPDX-License-Identifier: BSL-1.0
// expect: a network.s list begins with the shape of one sample

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

struct Points {
  using Latent = Gaussian<2>;
  struct Generator : Network<Linear<8>, Relu, Linear<2>> {};
  struct Critic : Network<Shape<2>, Linear<8>, LeakyRelu<>, Linear<1>> {};
};
using Trainer = Gan<Minimax, Unconstrained, Points>;
const data::Ring source;

#include "readme/program.hpp"
