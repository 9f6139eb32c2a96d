// SPDX-License-Identifier: BSL-1.0
// expect: the source's samples have another shape than the experiment's
// shows: ShapeMismatch<saddle::Shape<28, 28, 1>, saddle::Shape<1, 28, 28>

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

using namespace saddle;

struct Digits {
  using Latent = Gaussian<64>;
  struct Generator
      : Network<Shape<64>, Linear<256>, Relu, Linear<28 * 28>, Tanh, Reshape<1, 28, 28>> {};
  struct Critic : Network<Shape<1, 28, 28>, Flatten, Linear<256>, LeakyRelu<>, Linear<1>> {};
};
using Trainer = Gan<Hinge, SpectralNorm, Digits>;
const data::Glyphs source;

#include "readme/program.hpp"
