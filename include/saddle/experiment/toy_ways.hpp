// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/constraint/gradient_penalty.hpp>
#include <saddle/constraint/r1.hpp>
#include <saddle/constraint/weight_clip.hpp>
#include <saddle/experiment/recipe.hpp>
#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/layer/linear.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace saddle {

/// Translation between two distributions of points, and the default of `CycleGan`.
template <std::size_t columns>
struct ToyWays {
  static constexpr std::string_view name = "toy-ways";
  struct There : Network<Shape<columns>, Linear<128>, Relu, Linear<128>, Relu, Linear<columns>> {};
  struct Back : There {};
  struct CriticOfFirst
      : Network<Shape<columns>, Linear<128>, LeakyRelu<>, Linear<128>, LeakyRelu<>, Linear<1>> {};
  struct CriticOfSecond : CriticOfFirst {};

  template <class Objective, class Constraint>
  static constexpr Recipe recipe() {
    return {.steps = 8'000, .batch = 128, .critic_steps = 1, .decay_from = 0.5};
  }

  template <class Optimizer, class Constraint>
  static constexpr Optimizer optimizer() {
    return {.learning_rate = 1e-3};
  }

  /// Measured on ring and moons: with the weights that suit images nothing moves.
  static constexpr double cycle = 1, identity = 0;

  template <class Objective, class Constraint>
  static constexpr Constraint constraint() {
    if constexpr (std::is_same_v<Constraint, GradientPenalty>) return {.lambda = 0.1};
    else if constexpr (std::is_same_v<Constraint, R1>) return {.gamma = 0.1};
    else if constexpr (std::is_same_v<Constraint, WeightClip>) return {.bound = 0.1};
    else return {};
  }
};

}  // namespace saddle
