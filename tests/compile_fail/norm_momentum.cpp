// SPDX-License-Identifier: BSL-1.0
// expect: running statistics need a momentum from 0 to 1

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

struct Points {
  using Latent = Gaussian<2>;
  struct Generator : Network<Shape<2>, Linear<8>, BasicBatchNorm<BatchNormOptions{.momentum = 1.1}>,
                             Relu, Linear<2>> {};
  struct Critic : Network<Shape<2>, Linear<8>, LeakyRelu<>, Linear<1>> {};
};
using Trainer = Gan<Minimax, Unconstrained, Points>;
const data::Ring source;

#include "readme/program.hpp"
