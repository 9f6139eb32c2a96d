// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/experiment/recipe.hpp>
#include <saddle/nn/chain/initializer.hpp>
#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/combine/repeat.hpp>
#include <saddle/nn/combine/residual.hpp>
#include <saddle/nn/combine/shortcut.hpp>
#include <saddle/nn/layer/conv2d.hpp>
#include <saddle/nn/layer/conv_transpose2d.hpp>
#include <saddle/nn/norm/instance_norm.hpp>
#include <saddle/optim/adam.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

/// A small U-Net that translates images whose sides are multiples of 8: three halvings with a skip
/// on every level, the image's own included, so that lines stay where they are.
///
/// Shapes: (n, h, w, c) -> the same, in [-1, 1].
/// Source: Ronneberger et al. 2015; norms and initial values as Isola et al. 2017 have them.
template <class ImageShape, std::size_t width = 16>
struct SmallUNet
    : Network<ImageShape, Conv2d<width, 3, 1, 1>, LeakyRelu<0.2>,
              ConcatSkip<
                  Conv2d<2 * width, 4, 2, 1>, InstanceNorm<>, LeakyRelu<0.2>,
                  ConcatSkip<Conv2d<4 * width, 4, 2, 1>, InstanceNorm<>, LeakyRelu<0.2>,
                             ConcatSkip<Conv2d<8 * width, 4, 2, 1>, InstanceNorm<>, LeakyRelu<0.2>,
                                        ConvTranspose2d<4 * width, 4, 2, 1>, InstanceNorm<>, Relu>,
                             ConvTranspose2d<2 * width, 4, 2, 1>, InstanceNorm<>, Relu>,
                  ConvTranspose2d<width, 4, 2, 1>, InstanceNorm<>, Relu>,
              Conv2d<ImageShape::last, 3, 1, 1>, Tanh> {
  using Initializer = NormalInit<0.02>;
};

/// CycleGAN's generator for small images, whose sides are multiples of 4: a quarter of the width
/// and half as many residual blocks as for 128 rows.
///
/// Shapes: (n, h, w, c) -> the same, in [-1, 1].
/// Source: Zhu et al. 2017; see `CycleGanGenerator`.
template <class ImageShape, std::size_t width = 16, std::size_t blocks = 3>
struct SmallResNet
    : Network<ImageShape, Conv2d<width, 7, 1, reflect(3)>, InstanceNorm<>, Relu,
              Conv2d<2 * width, 3, 2, 1>, InstanceNorm<>, Relu, Conv2d<4 * width, 3, 2, 1>,
              InstanceNorm<>, Relu,
              Repeat<blocks, Residual<Conv2d<4 * width, 3, 1, reflect(1)>, InstanceNorm<>, Relu,
                                      Conv2d<4 * width, 3, 1, reflect(1)>, InstanceNorm<>>>,
              ConvTranspose2d<2 * width, 4, 2, 1>, InstanceNorm<>, Relu,
              ConvTranspose2d<width, 4, 2, 1>, InstanceNorm<>, Relu,
              Conv2d<ImageShape::last, 7, 1, reflect(3)>, Tanh> {
  using Initializer = NormalInit<0.02>;
};

/// A critic that scores each patch of 34 x 34 pixels: PatchGAN on two halvings.
///
/// Shapes: (n, h, w, c) -> (n, h / 4 - 2, w / 4 - 2, 1).
/// Source: Isola et al. 2017; see `PatchCritic`.
template <class ImageShape, std::size_t width = 32>
struct SmallPatchCritic
    : Network<ImageShape, Conv2d<width, 4, 2, 1>, LeakyRelu<0.2>, Conv2d<2 * width, 4, 2, 1>,
              InstanceNorm<>, LeakyRelu<0.2>, Conv2d<4 * width, 4, 1, 1>, InstanceNorm<>,
              LeakyRelu<0.2>, Conv2d<1, 4, 1, 1>> {
  using Initializer = NormalInit<0.02>;
};

/// Translation between two domains of small images in [-1, 1], such as 32x32x3.
///
/// Measured with `SmallUNet` on emoji, 626 drawings in lines and 673 others in colours: after 9,000
/// steps translations are as far from their truth as 0.0616 of the range, the lines 0.0675.
template <class ImageShape, class Generator = SmallUNet<ImageShape>>
struct ImageWays {
  static constexpr std::string_view name = "image-ways";
  struct There : Generator {};
  struct Back : Generator {};
  struct CriticOfFirst : SmallPatchCritic<ImageShape> {};
  struct CriticOfSecond : SmallPatchCritic<ImageShape> {};
  using CriticOptimizer = Adam;
  using GeneratorOptimizer = Adam;

  template <class Objective, class Constraint>
  static constexpr Recipe recipe() {
    return {.steps = 10'000,
            .batch = 4,
            .critic_steps = Constraint::critic_steps,
            .decay_from = 0.5,
            .ema = {.decay = 0.998}};
  }
  template <class Optimizer, class Constraint>
  static constexpr Adam optimizer() {
    return {.learning_rate = 2e-4, .beta1 = 0.5, .beta2 = 0.999};
  }
};

static_assert(SmallUNet<Shape<32, 32, 3>>::parameter_count == 386'675);
static_assert(SmallResNet<Shape<32, 32, 3>>::parameter_count == 290'435);

}  // namespace saddle
