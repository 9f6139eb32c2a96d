// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/constraint/constraint.hpp>
#include <saddle/data/glyphs.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/objective/objective.hpp>

/// The trainers of golden/goes_on: a dense one, and one of images whose convolutions are not by
/// Winograd's method. Both have random draws and statistics.
namespace goes_on {

using namespace saddle;

struct Points {
  using Latent = Gaussian<3>;
  struct Generator : Network<Shape<3>, Linear<24>, BatchNorm, Relu, Linear<2>> {};
  struct Critic : Network<Shape<2>, Linear<24>, LeakyRelu<>, Dropout<0.2>, Linear<1>> {};
};
struct Pictures {
  using Latent = Gaussian<4>;
  struct Generator : Network<Shape<4>, Linear<7 * 7 * 4>, Reshape<7, 7, 4>, BatchNorm, Relu,
                             ConvTranspose2d<4, 4, 2, 1>, Relu, ConvTranspose2d<1, 4, 2, 1>, Tanh> {
  };
  struct Critic : Network<Shape<28, 28, 1>, Conv2d<4, 4, 2, 1>, LeakyRelu<>, Conv2d<4, 4, 2, 1>,
                          LeakyRelu<>, Flatten, Linear<1>> {};
};

using Dense = Gan<Wasserstein, GradientPenalty, Points>;
using Images = Gan<NonSaturating, SpectralNorm, Pictures>;

inline Dense::Config dense_config() {
  return {.steps = 40,
          .batch = 24,
          .critic_steps = 2,
          .schedule = {.decay_from = 0.5},
          .ema = {.decay = 0.9}};
}
inline Images::Config images_config() { return {.steps = 16, .batch = 8, .critic_steps = 1}; }

}  // namespace goes_on
