// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/experiment/recipe.hpp>
#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/layer/linear.hpp>

#include <cstddef>
#include <string_view>

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
};

}  // namespace saddle
