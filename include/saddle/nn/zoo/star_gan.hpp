// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/combine/branches.hpp>
#include <saddle/nn/combine/repeat.hpp>
#include <saddle/nn/combine/residual.hpp>
#include <saddle/nn/layer/conv2d.hpp>
#include <saddle/nn/layer/conv_transpose2d.hpp>
#include <saddle/nn/layer/label.hpp>
#include <saddle/nn/layer/reshape.hpp>
#include <saddle/nn/norm/instance_norm.hpp>
#include <saddle/nn/zoo/list_network.hpp>

#include <cstddef>

namespace saddle {

namespace detail {

/// Affine; keeps running statistics, which the published program never uses.
using StarGanNorm = InstanceNorm<{.affine = true, .running_statistics = true}>;

/// Halves the image and doubles the channels `times` times.
template <std::size_t width, std::size_t times>
constexpr auto star_gan_trunk() {
  if constexpr (times == 0) {
    return types<>{};
  } else {
    return types<Conv2d<width, 4, 2, 1>, LeakyRelu<0.01>>{} +
           star_gan_trunk<2 * width, times - 1>();
  }
}

}  // namespace detail

/// StarGAN's generator: the wanted domain's label enters as constant planes.
///
/// The border must be zero: InstanceNorm takes out what a constant plane adds everywhere, so only
/// the border shows the label. Shapes: (n, size, size, 3), (n, labels) -> (n, size, size, 3).
/// Source: Choi et al. 2018, yunjey/stargan, model.py.
template <std::size_t labels, std::size_t size = 128, std::size_t width = 64,
          std::size_t blocks = 6>
struct StarGanGenerator
    : Network<
          Joint<Shape<size, size, 3>, Shape<labels>>, LabelPlanes, Conv2d<width, 7, 1, 3, no_bias>,
          detail::StarGanNorm, Relu, Conv2d<2 * width, 4, 2, 1, no_bias>, detail::StarGanNorm, Relu,
          Conv2d<4 * width, 4, 2, 1, no_bias>, detail::StarGanNorm, Relu,
          Repeat<blocks, Residual<Conv2d<4 * width, 3, 1, 1, no_bias>, detail::StarGanNorm, Relu,
                                  Conv2d<4 * width, 3, 1, 1, no_bias>, detail::StarGanNorm>>,
          ConvTranspose2d<2 * width, 4, 2, 1, no_bias>, detail::StarGanNorm, Relu,
          ConvTranspose2d<width, 4, 2, 1, no_bias>, detail::StarGanNorm, Relu,
          Conv2d<3, 7, 1, 3, no_bias>, Tanh> {};

/// StarGAN's critic: the image is halved, six times where it has 128 rows; then a map of scores and
/// the classes' logits, whose kernel covers the map.
///
/// Shapes: (n, size, size, 3) -> (n, size / 64, size / 64, 1), (n, classes). Source: as
/// `StarGanGenerator`.
template <std::size_t classes, std::size_t size = 128, std::size_t width = 64,
          std::size_t halvings = 6>
struct StarGanCritic
    : detail::ListNetwork<
          Shape<size, size, 3>,
          decltype(detail::star_gan_trunk<width, halvings>() +
                   types<Heads<Conv2d<1, 3, 1, 1, no_bias>,
                               Sequence<Conv2d<classes, (size >> halvings), 1, 0, no_bias>,
                                        Flatten>>>{})>::type {};

/// StarGAN's critic without its class head. Shapes: (n, size, size, 3) -> (n, size / 64, size / 64,
/// 1).
template <std::size_t size = 128, std::size_t width = 64>
struct StarGanScoreCritic
    : detail::ListNetwork<Shape<size, size, 3>,
                          decltype(detail::star_gan_trunk<width, 6>() +
                                   types<Conv2d<1, 3, 1, 1, no_bias>>{})>::type {};

static_assert(StarGanGenerator<8>::parameter_count == 8'439'936);
static_assert(StarGanGenerator<8>::state_count == 7'424);
static_assert(StarGanCritic<8>::parameter_count == 44'786'624);
static_assert(StarGanGenerator<5>::parameter_count == 8'430'528);
static_assert(StarGanCritic<5>::parameter_count == 44'762'048);
static_assert(StarGanGenerator<15, 256>::parameter_count == 8'461'888);
static_assert(StarGanCritic<13, 256>::parameter_count == 45'147'072);
static_assert(StarGanScoreCritic<>::parameter_count == 44'721'088);

}  // namespace saddle
