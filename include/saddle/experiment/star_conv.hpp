// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/experiment/recipe.hpp>
#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/combine/branches.hpp>
#include <saddle/nn/combine/repeat.hpp>
#include <saddle/nn/combine/residual.hpp>
#include <saddle/nn/layer/conv2d.hpp>
#include <saddle/nn/layer/conv_transpose2d.hpp>
#include <saddle/nn/layer/label.hpp>
#include <saddle/nn/layer/reshape.hpp>
#include <saddle/nn/norm/instance_norm.hpp>
#include <saddle/optim/adam.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

/// StarGAN's networks made small, for square images in [-1, 1] of `domains` domains, such as
/// 28x28x1 and 32x32x3, whose rows are a multiple of 4. See `StarGanGenerator` for the published
/// ones.
template <class ImageShape, std::size_t domains, std::size_t width = 32, std::size_t blocks = 3>
struct StarConv {
  static constexpr std::string_view name = "star-conv";
  static constexpr std::size_t base = ImageShape::extents[0] / 4;
  static_assert(ImageShape::rank == 3 && ImageShape::extents[0] == 4 * base &&
                    ImageShape::extents[1] == 4 * base,
                "StarConv translates square images whose rows are a multiple of 4");
  using Norm = InstanceNorm<{.affine = true}>;

  struct Generator
      : Network<Joint<ImageShape, Shape<domains>>, LabelPlanes, Conv2d<width, 7, 1, 3, no_bias>,
                Norm, Relu, Conv2d<2 * width, 4, 2, 1, no_bias>, Norm, Relu,
                Conv2d<4 * width, 4, 2, 1, no_bias>, Norm, Relu,
                Repeat<blocks, Residual<Conv2d<4 * width, 3, 1, 1, no_bias>, Norm, Relu,
                                        Conv2d<4 * width, 3, 1, 1, no_bias>, Norm>>,
                ConvTranspose2d<2 * width, 4, 2, 1, no_bias>, Norm, Relu,
                ConvTranspose2d<width, 4, 2, 1, no_bias>, Norm, Relu,
                Conv2d<ImageShape::last, 7, 1, 3, no_bias>, Tanh> {};
  struct Critic
      : Network<ImageShape, Conv2d<width, 4, 2, 1>, LeakyRelu<0.01>, Conv2d<2 * width, 4, 2, 1>,
                LeakyRelu<0.01>, Conv2d<4 * width, 3, 1, 1>, LeakyRelu<0.01>,
                Heads<Conv2d<1, 3, 1, 1, no_bias>,
                      Sequence<Conv2d<domains, base, 1, 0, no_bias>, Flatten>>> {};
  using CriticOptimizer = Adam;
  using GeneratorOptimizer = Adam;

  template <class Objective, class Constraint>
  static constexpr Recipe recipe() {
    return {
        .steps = 5'000, .batch = 16, .critic_steps = Constraint::critic_steps, .decay_from = 0.5};
  }
  template <class Optimizer, class Constraint>
  static constexpr Adam optimizer() {
    return {.learning_rate = 2e-4, .beta1 = 0.5, .beta2 = 0.999};
  }
};

}  // namespace saddle
