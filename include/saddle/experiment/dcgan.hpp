// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/experiment/latent.hpp>
#include <saddle/experiment/recipe.hpp>
#include <saddle/nn/zoo/dcgan.hpp>
#include <saddle/optim/adam.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

/// DCGAN for square images in [-1, 1] whose side halves to 4 to 7 rows, such as 28, 32, 48:
/// BatchNorm on both sides, one forward of the generator a step.
///
/// Source: Radford et al. 2016; Adam 2e-4 (0.5, 0.999), batch 64.
template <class ImageShape>
struct Dcgan {
  static constexpr std::string_view name = "dcgan";
  static constexpr std::size_t size = ImageShape::extents[0];
  static_assert(ImageShape::rank == 3 && ImageShape::extents[1] == size,
                "DCGAN makes square images");
  using Latent = Gaussian<100>;
  struct Generator : DcganGenerator<size, ImageShape::last> {};
  struct Critic : DcganCritic<size, ImageShape::last> {};
  using CriticOptimizer = Adam;
  using GeneratorOptimizer = Adam;

  template <class Objective, class Constraint>
  static constexpr Recipe recipe() {
    return {.steps = 10'000,
            .batch = 64,
            .critic_steps = Constraint::critic_steps,
            .reuse_fakes = true};
  }
  template <class Optimizer, class Constraint>
  static constexpr Adam optimizer() {
    return {.learning_rate = 2e-4, .beta1 = 0.5, .beta2 = 0.999};
  }
};

}  // namespace saddle
