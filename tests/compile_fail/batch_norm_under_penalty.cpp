// SPDX-License-Identifier: BSL-1.0
// expect: a penalty on the critic.s slope needs per-sample gradients, and BatchNorm couples the
// samples of a batch: take it out of the critic or use LayerNorm

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

struct Points {
  using Latent = Gaussian<2>;
  struct Generator : Network<Shape<2>, Linear<8>, Relu, Linear<2>> {};
  struct Critic : Network<Shape<2>, Linear<8>, BatchNorm, LeakyRelu<>, Linear<1>> {};
};
using Trainer = Gan<NonSaturating, GradientPenalty, Points>;
const data::Ring source;

#include "readme/program.hpp"
