// SPDX-License-Identifier: BSL-1.0
// expect: this layer does not accept the shape it gets
// shows: LayerMismatch<1, saddle::Conv2d<64, 4, 2.*saddle::Shape<784>

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

struct Digits {
  using Latent = Gaussian<64>;
  struct Generator
      : Network<Shape<64>, Linear<256>, Relu, Linear<28 * 28>, Tanh, Reshape<28, 28, 1>> {};
  struct Critic
      : Network<Shape<28, 28, 1>, Flatten, Conv2d<64, 4, 2, 1>, LeakyRelu<>, Flatten, Linear<1>> {};
};
using Trainer = Gan<Hinge, SpectralNorm, Digits>;
const data::Glyphs source;

#include "readme/program.hpp"
