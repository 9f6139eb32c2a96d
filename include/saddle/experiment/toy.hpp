// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/constraint/gradient_penalty.hpp>
#include <saddle/constraint/r1.hpp>
#include <saddle/constraint/weight_clip.hpp>
#include <saddle/divergence/jeffrey.hpp>
#include <saddle/divergence/kl.hpp>
#include <saddle/experiment/latent.hpp>
#include <saddle/experiment/recipe.hpp>
#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/layer/linear.hpp>
#include <saddle/objective/f_divergence.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace saddle {

/// The toy experiment on points of `columns` numbers, and the default of `Gan`: a normal latent of
/// the same size, three hidden layers of 128 on both sides.
template <std::size_t columns>
struct Toy {
  static constexpr std::string_view name = "toy";
  using Latent = Gaussian<columns>;
  struct Generator : Network<Shape<columns>, Linear<128>, Relu, Linear<128>, Relu, Linear<128>,
                             Relu, Linear<columns>> {};
  struct Critic : Network<Shape<columns>, Linear<128>, LeakyRelu<>, Linear<128>, LeakyRelu<>,
                          Linear<128>, LeakyRelu<>, Linear<1>> {};

  template <class Objective, class Constraint>
  static constexpr Recipe recipe() {
    return {.steps = 8'000, .batch = 256, .critic_steps = 5, .decay_from = 0.5};
  }

  template <class Optimizer, class Constraint>
  static constexpr Optimizer optimizer() {
    return {.learning_rate = 1e-3};
  }

  /// Measured on the ring. Where f* grows exponentially, a critic with the wider clip bound reaches
  /// scores whose slopes leave float.
  template <class Objective, class Constraint>
  static constexpr Constraint constraint() {
    constexpr bool exponential = std::is_same_v<Objective, FDivergence<KL>> ||
                                 std::is_same_v<Objective, FDivergence<Jeffrey>>;
    if constexpr (std::is_same_v<Constraint, GradientPenalty>) return {.lambda = 0.1};
    else if constexpr (std::is_same_v<Constraint, WeightClip>) {
      return {.bound = exponential ? 0.05 : 0.1};
    } else return {};
  }
};

using Ring = Toy<2>;

}  // namespace saddle
