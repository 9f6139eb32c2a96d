// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/experiment/recipe.hpp>
#include <saddle/optim/adam.hpp>

namespace saddle {

/// The numbers with which BiGAN's authors train on MNIST, in a run of 20,000 steps where theirs has
/// 187,500. Experiments on images derive from it.
///
/// Source: Donahue et al. 2017, jeffdonahue/bigan, train_mnist.sh: Adam 2e-4 (0.5, 0.999), batch
/// 128, all three networks from the same batch, the second half of the run down to a hundredth of
/// the rate. Weight decay is twice theirs, as are the losses, which they halve.
struct BiGanRecipe {
  using CriticOptimizer = Adam;
  using GeneratorOptimizer = Adam;

  template <class Objective, class Constraint>
  static constexpr Recipe recipe() {
    return {.steps = 20'000, .batch = 128, .decay_from = 0.5, .decay_to = 0.01};
  }
  template <class Optimizer, class Constraint>
  static constexpr Adam optimizer() {
    return {.learning_rate = 2e-4, .beta1 = 0.5, .beta2 = 0.999, .weight_decay = 5e-5};
  }
};

}  // namespace saddle
