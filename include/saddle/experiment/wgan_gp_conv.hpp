// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/experiment/latent.hpp>
#include <saddle/experiment/recipe.hpp>
#include <saddle/nn/zoo/wgan_gp.hpp>
#include <saddle/optim/adam.hpp>

#include <string_view>
#include <type_traits>

namespace saddle {

/// The convolutional networks of WGAN-GP for images in [-1, 1] of 28x28x1 or 32x32x3.
///
/// Source: Gulrajani et al. 2017; Adam 1e-4 (0.5, 0.9), five critic steps, batch 50 or 64. The
/// generator for 32x32x3 has half the published width, as its critic: they train in minutes.
template <class ImageShape>
struct WganGpConv {
  static constexpr std::string_view name = "wgan-gp-conv";
  static constexpr bool digits = std::is_same_v<ImageShape, Shape<28, 28, 1>>;
  static_assert(digits || std::is_same_v<ImageShape, Shape<32, 32, 3>>,
                "these networks exist for 28x28x1 and 32x32x3");
  using Latent = Gaussian<128>;
  struct Generator
      : std::conditional_t<digits, WganGpMnistGenerator<64, Tanh>, WganGpCifarGenerator<64>> {};
  struct Critic : std::conditional_t<digits, WganGpMnistCritic<64>, WganGpCifarCritic<64>> {};
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
