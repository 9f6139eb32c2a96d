// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/experiment/bi_gan_recipe.hpp>
#include <saddle/experiment/latent.hpp>
#include <saddle/nn/zoo/bi_gan.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace saddle {

/// BiGAN's fully connected networks for images of 28x28x1: z ~ U(-1, 1)^50, two hidden layers in
/// each network.
///
/// They see images in [-1, 1] as all sources give them, where the authors' are in [0, 1]: the
/// generator ends in the authors' sigmoid on that range. Norms follow the latest batches, because
/// the plain average of all, which the authors estimate anew after training, is that of networks
/// long gone.
template <class ImageShape, std::size_t width = 1024>
struct BiMlp : BiGanRecipe {
  static_assert(std::is_same_v<ImageShape, Shape<28, 28, 1>>, "these networks exist for 28x28x1");
  static constexpr std::string_view name = "bi-mlp";
  static constexpr std::size_t codes = 50;
  static constexpr Running running = Running::exponential;
  using Latent = Uniform<codes>;
  struct Generator : BiGanMnistGenerator<width, codes, BipolarSigmoid, running> {};
  struct Encoder : BiGanMnistEncoder<width, codes, running> {};
  struct Critic : BiGanMnistCritic<width, codes, running> {};
};

}  // namespace saddle
