// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/experiment/recipe.hpp>
#include <saddle/experiment/star_weights.hpp>
#include <saddle/experiment/toy_ways.hpp>
#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/combine/branches.hpp>
#include <saddle/nn/combine/joint.hpp>
#include <saddle/nn/layer/linear.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

/// Translation of points, or rows of a table, among `domains`, and the default of `StarGan`.
/// `sets` numbers behind the label say which of several sets knows it.
template <std::size_t columns, std::size_t domains, std::size_t sets = 0>
struct StarToy {
  static constexpr std::string_view name = "star-toy";
  struct Generator : Network<Joint<Shape<columns>, Shape<domains + sets>>, Concat, Linear<128>,
                             Relu, Linear<128>, Relu, Linear<columns>> {};
  struct Critic : Network<Shape<columns>, Linear<128>, LeakyRelu<>, Linear<128>, LeakyRelu<>,
                          Heads<Linear<1>, Linear<domains>>> {};

  template <class Objective, class Constraint>
  static constexpr Recipe recipe() {
    return {.steps = 4'000, .batch = 128, .critic_steps = 2, .decay_from = 0.5};
  }
  template <class Optimizer, class Constraint>
  static constexpr Optimizer optimizer() {
    return ToyWays<columns>::template optimizer<Optimizer, Constraint>();
  }
  template <class Objective, class Constraint>
  static constexpr Constraint constraint() {
    return ToyWays<columns>::template constraint<Objective, Constraint>();
  }

  /// As of `ToyWays`: with the weight that suits images nothing moves.
  static constexpr StarWeights weights{.reconstruction = 1};
};

}  // namespace saddle
