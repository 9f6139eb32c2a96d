// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/layer/conv_transpose2d.hpp>
#include <saddle/nn/layer/linear.hpp>
#include <saddle/nn/layer/reshape.hpp>
#include <saddle/nn/zoo/dcgan.hpp>

#include <cstddef>

namespace saddle {

/// WGAN's convolutional nets are DCGAN's; its critic has no sigmoid either.
using WganGenerator = DcganGenerator<>;
using WganCritic = DcganCritic<>;

/// DCGAN's generator without BatchNorm, which WGAN can train too.
///
/// Shapes: (n, 100) -> (n, 64, 64, 3), in [-1, 1].
/// Source: Arjovsky et al. 2017, martinarjovsky/WassersteinGAN, models/dcgan.py.
template <std::size_t width = 64>
struct WganGeneratorWithoutNorm
    : Network<Shape<100>, Reshape<1, 1, 100>, ConvTranspose2d<8 * width, 4, 1, 0, no_bias>, Relu,
              ConvTranspose2d<4 * width, 4, 2, 1, no_bias>, Relu,
              ConvTranspose2d<2 * width, 4, 2, 1, no_bias>, Relu,
              ConvTranspose2d<width, 4, 2, 1, no_bias>, Relu, ConvTranspose2d<3, 4, 2, 1, no_bias>,
              Tanh> {
  using Initializer = NormalInit<0.02>;
};

/// WGAN's fully connected generator; its output is not bounded.
///
/// Shapes: (n, 100) -> (n, 64, 64, 3). Source: as above, models/mlp.py.
template <std::size_t width = 512>
struct WganMlpGenerator : Network<Shape<100>, Linear<width>, Relu, Linear<width>, Relu,
                                  Linear<width>, Relu, Linear<64 * 64 * 3>, Reshape<64, 64, 3>> {};

/// WGAN's fully connected critic. Shapes: (n, 64, 64, 3) -> (n, 1). Source: as above.
template <std::size_t width = 512>
struct WganMlpCritic : Network<Shape<64, 64, 3>, Flatten, Linear<width>, Relu, Linear<width>, Relu,
                               Linear<width>, Relu, Linear<1>> {};

static_assert(WganGeneratorWithoutNorm<>::parameter_count == 3'574'784);
static_assert(WganMlpGenerator<64>::parameter_count == 813'504);
static_assert(WganMlpGenerator<512>::parameter_count == 6'880'768);
static_assert(WganMlpCritic<64>::parameter_count == 794'881);
static_assert(WganMlpCritic<512>::parameter_count == 6'817'793);

}  // namespace saddle
