// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/experiment/conditioning.hpp>
#include <saddle/experiment/latent.hpp>
#include <saddle/experiment/recipe.hpp>
#include <saddle/nn/layer/conv2d.hpp>
#include <saddle/nn/layer/conv_transpose2d.hpp>
#include <saddle/optim/adam.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

/// Small convolutional networks for square images in [-1, 1] of `classes` classes, such as 28x28x1
/// and 32x32x3, whose rows are a multiple of 4: the generator doubles an image of a quarter of the
/// rows twice, the critic halves it twice.
///
/// Measured on digits: with a class head the samples are of their class after some hundred steps,
/// with the other ways after some thousand.
template <class ImageShape, std::size_t classes, class GeneratorWay = ByConcatenation,
          class CriticWay = ByClassHead>
struct ConditionalConv {
  static constexpr std::string_view name = "conditional-conv";
  static constexpr std::size_t base = ImageShape::extents[0] / 4;
  static_assert(ImageShape::rank == 3 && ImageShape::extents[0] == 4 * base &&
                    ImageShape::extents[1] == 4 * base,
                "ConditionalConv makes square images whose rows are a multiple of 4");
  using Latent = Gaussian<64>;
  struct Generator
      : GeneratorWay::template Generator<
            Latent::Value, classes, Sequence<Linear<base * base * 64>, Reshape<base, base, 64>>,
            ConvTranspose2d<32, 4, 2, 1>,
            Sequence<ConvTranspose2d<ImageShape::last, 4, 2, 1>, Tanh>> {};
  struct Critic
      : CriticWay::template Critic<ImageShape, classes, Conv2d<32, 4, 2, 1>, LeakyRelu<0.1>,
                                   Conv2d<64, 4, 2, 1>, LeakyRelu<0.1>, Flatten> {};
  using CriticOptimizer = Adam;
  using GeneratorOptimizer = Adam;

  template <class Objective, class Constraint>
  static constexpr Recipe recipe() {
    return {.steps = 12'000,
            .batch = 64,
            .critic_steps = Constraint::critic_steps,
            .decay_from = 0.5,
            .ema = {.decay = 0.999}};
  }
  template <class Optimizer, class Constraint>
  static constexpr Adam optimizer() {
    return {.learning_rate = 5e-4, .beta1 = 0.5, .beta2 = 0.999};
  }
};

}  // namespace saddle
