// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/experiment/bi_gan_recipe.hpp>
#include <saddle/experiment/latent.hpp>
#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/combine/branches.hpp>
#include <saddle/nn/combine/joint.hpp>
#include <saddle/nn/layer/linear.hpp>
#include <saddle/nn/zoo/dcgan.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

/// Convolutional networks with a way back for square images in [-1, 1], of the sides of `Dcgan`:
/// half the published width, z ~ U(-1, 1)^50. The critic sees what its convolutions say of the image
/// beside the code.
template <class ImageShape>
struct BiDcgan : BiGanRecipe {
  static constexpr std::string_view name = "bi-dcgan";
  static constexpr std::size_t size = ImageShape::extents[0], channels = ImageShape::last;
  static_assert(ImageShape::rank == 3 && ImageShape::extents[1] == size,
                "DCGAN makes square images");
  static constexpr std::size_t codes = 50, width = 32, features = 256;
  using Latent = Uniform<codes>;
  struct Generator : DcganGenerator<size, channels, width, codes> {};
  struct Encoder : Network<ImageShape, DcganEncoder<size, channels, width, codes>, BipolarSigmoid> {
  };
  struct Critic
      : Network<Joint<ImageShape, Shape<codes>>,
                Parallel<Sequence<DcganEncoder<size, channels, width, features>, LeakyRelu<0.2>>,
                         Sequence<Linear<features>, LeakyRelu<0.2>>>,
                Concat, Linear<features>, LeakyRelu<0.2>, Linear<1>> {
    using Initializer = NormalWeightInit<0.02>;
  };
};

}  // namespace saddle
