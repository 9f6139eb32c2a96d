// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/experiment/latent.hpp>
#include <saddle/experiment/recipe.hpp>
#include <saddle/nn/zoo/wgan_gp.hpp>
#include <saddle/optim/adam.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace saddle {

/// The convolutional networks of WGAN-GP for square images in [-1, 1] whose side halves to 4 to 7
/// rows, such as 28, 32, 48: those of MNIST for 28x28x1, else those of CIFAR-10 for the side.
///
/// Source: Gulrajani et al. 2017; Adam 1e-4 (0.5, 0.9), five critic steps, batch 50 or 64. The
/// networks of CIFAR-10 have half the published width: they train in minutes.
template <class ImageShape>
struct WganGpConv {
  static constexpr std::string_view name = "wgan-gp-conv";
  static constexpr bool digits = std::is_same_v<ImageShape, Shape<28, 28, 1>>;
  static constexpr std::size_t side = ImageShape::extents[0];
  static constexpr std::size_t channels = ImageShape::last;
  static_assert(ImageShape::rank == 3 && ImageShape::extents[1] == side,
                "WGAN-GP's networks make square images");
  using Latent = Gaussian<128>;
  struct Generator : std::conditional_t<digits, WganGpMnistGenerator<64, Tanh>,
                                        WganGpConvGenerator<side, channels, 64>> {};
  struct Critic
      : std::conditional_t<digits, WganGpMnistCritic<64>, WganGpConvCritic<side, channels, 64>> {};
  using CriticOptimizer = Adam;
  using GeneratorOptimizer = Adam;

  template <class Objective, class Constraint>
  static constexpr Recipe recipe() {
    return {.steps = 5'000, .batch = digits ? 50 : 64, .critic_steps = 5};
  }
  template <class Optimizer, class Constraint>
  static constexpr Adam optimizer() {
    return {.learning_rate = 1e-4, .beta1 = 0.5, .beta2 = 0.9};
  }
};

}  // namespace saddle
