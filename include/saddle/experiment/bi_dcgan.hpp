// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/experiment/bi_gan_recipe.hpp>
#include <saddle/experiment/latent.hpp>
#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/combine/branches.hpp>
#include <saddle/nn/combine/joint.hpp>
#include <saddle/nn/layer/linear.hpp>
#include <saddle/nn/zoo/bi_gan.hpp>
#include <saddle/nn/zoo/dcgan.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

/// Convolutional networks with a way back for square images in [-1, 1], of the sides of `Dcgan`:
/// half the published width, z ~ N(0, 1)^50, and BiGAN's critic of ImageNet on one level less.
///
/// Its authors draw z ~ U(-1, 1) and end the encoder with a sigmoid; codes that nothing bends told
/// more of classes in fully connected networks. On MNIST the nearest E(x) of 60,000 has a test
/// digit's class in 95 to 96 % of cases after 4,000 to 9,500 steps, before the first in 92.6 %.
///
/// The code enters the critic before its norms. A critic that has it beside the last features, on
/// ways without a norm, tells codes from E(x) within 200 steps so well that nothing is learnt.
template <class ImageShape>
struct BiDcgan : BiGanRecipe {
  static constexpr std::string_view name = "bi-dcgan";
  static constexpr std::size_t size = ImageShape::extents[0], channels = ImageShape::last;
  static_assert(ImageShape::rank == 3 && ImageShape::extents[1] == size,
                "DCGAN makes square images");
  static constexpr std::size_t codes = 50, width = 32;
  template <std::size_t channels_out>
  using Level =
      detail::Conditioned<detail::BiGanConv2d<channels_out>, channels_out, Running::exponential>;
  using Latent = Gaussian<codes>;
  struct Generator : DcganGenerator<size, channels, width, codes> {};
  struct Encoder : DcganEncoder<size, channels, width, codes> {};
  struct Critic : Network<Joint<ImageShape, Shape<codes>>,
                          Parallel<Sequence<detail::BiGanConv2d<width>, LeakyRelu<0.2>>, Identity>,
                          CarrySecond<Level<2 * width>, LeakyRelu<0.2>>, Level<4 * width>,
                          LeakyRelu<0.2>, Flatten, detail::BiGanLinear<1, ZeroInit>> {
    using Initializer = NormalWeightInit<0.02>;
  };
};

}  // namespace saddle
