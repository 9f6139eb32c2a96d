// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/experiment/recipe.hpp>
#include <saddle/experiment/star_weights.hpp>
#include <saddle/nn/chain/initializer.hpp>
#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/combine/branches.hpp>
#include <saddle/nn/combine/repeat.hpp>
#include <saddle/nn/combine/residual.hpp>
#include <saddle/nn/combine/shortcut.hpp>
#include <saddle/nn/layer/conv2d.hpp>
#include <saddle/nn/layer/label.hpp>
#include <saddle/nn/layer/linear.hpp>
#include <saddle/nn/layer/max_pool.hpp>
#include <saddle/nn/layer/pool.hpp>
#include <saddle/nn/layer/reshape.hpp>
#include <saddle/nn/norm/instance_norm.hpp>
#include <saddle/optim/adam.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

/// StarGAN's networks made small, for square images in [-1, 1] of `domains` domains, such as
/// 28x28x1 and 32x32x3, whose rows are a multiple of 4, from 12 on. See `StarGanGenerator` for the
/// published ones.
///
/// What is not theirs. The generator has a U-Net's skips, the outermost from x itself to the last
/// layer, which keep things where they are, and nearest pixels instead of transposed convolutions,
/// which leave a grid. The critic's heads share no layer: patches with norms, as PatchGAN has them,
/// tell real from fake, and a classifier without norms, which take away what tells domains apart,
/// an image's colours and contrasts, tells the domains. The critic learns four times as fast as the
/// generator (Heusel et al. 2017); and see `weights`.
///
/// Of several `sets` of domains, see `data::LabelSets`, the generator is told which it is about.
template <class ImageShape, std::size_t domains, std::size_t sets = 1, std::size_t width = 16,
          std::size_t blocks = 3>
struct StarConv {
  static constexpr std::string_view name = "star-conv";
  static constexpr std::size_t base = ImageShape::extents[0] / 4;
  static_assert(ImageShape::rank == 3 && base >= 3 && ImageShape::extents[0] == 4 * base &&
                    ImageShape::extents[1] == 4 * base,
                "StarConv translates square images whose rows are a multiple of 4, 12 or more");

  struct Generator
      : Network<
            Joint<ImageShape, Shape<sets == 1 ? domains : domains + sets>>, LabelPlanes,
            ConcatSkip<
                Conv2d<width, 3, 1, 1>, LeakyRelu<0.2>,
                ConcatSkip<
                    Conv2d<2 * width, 4, 2, 1>, InstanceNorm<>, Relu,
                    ConcatSkip<
                        Conv2d<4 * width, 4, 2, 1>, InstanceNorm<>, Relu,
                        Repeat<blocks, Residual<Conv2d<4 * width, 3, 1, 1>, InstanceNorm<>, Relu,
                                                Conv2d<4 * width, 3, 1, 1>, InstanceNorm<>>>,
                        NearestUpsample<2>, Conv2d<2 * width, 3, 1, 1>, InstanceNorm<>, Relu>,
                    NearestUpsample<2>, Conv2d<width, 3, 1, 1>, InstanceNorm<>, Relu>>,
            Conv2d<ImageShape::last, 3, 1, 1>, Tanh> {
    using Initializer = NormalInit<0.02>;
  };
  using Patches =
      Sequence<Conv2d<width, 3, 1, 1>, LeakyRelu<0.2>, Conv2d<2 * width, 4, 2, 1>, InstanceNorm<>,
               LeakyRelu<0.2>, Conv2d<4 * width, 4, 2, 1>, InstanceNorm<>, LeakyRelu<0.2>,
               Conv2d<8 * width, 3, 1, 1>, InstanceNorm<>, LeakyRelu<0.2>, Conv2d<1, 3, 1, 1>>;
  using Classes = Sequence<Conv2d<2 * width, 3, 1, 1>, LeakyRelu<0.2>, MaxPool<2>,
                           Conv2d<4 * width, 3, 1, 1>, LeakyRelu<0.2>, MaxPool<2>, Flatten,
                           Linear<8 * width>, LeakyRelu<0.2>, Linear<domains>>;
  struct Critic : Network<ImageShape, Heads<Patches, Classes>> {
    using Initializer = HeInit;
  };
  using CriticOptimizer = Adam;
  using GeneratorOptimizer = Adam;
  /// Without identity, colours may change places: the way back closes all the same.
  static constexpr StarWeights weights{
      .class_weight = 12, .reconstruction = 60, .identity = 40, .origins = true};

  template <class Objective, class Constraint>
  static constexpr Recipe recipe() {
    return {.steps = 10'000,
            .batch = 8,
            .critic_steps = Constraint::critic_steps,
            .ema = {.decay = 0.9995, .warm_up = true}};
  }
  template <class Optimizer, class Constraint>
  static constexpr Adam optimizer() {
    return {.learning_rate = 2e-4, .beta1 = 0.5, .beta2 = 0.999};
  }
  template <class Optimizer, class Constraint>
  static constexpr Adam critic_optimizer() {
    return {.learning_rate = 8e-4, .beta1 = 0.5, .beta2 = 0.999};
  }
};

}  // namespace saddle
