// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/experiment/conditioning.hpp>
#include <saddle/experiment/toy.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

/// The toy experiment on points, or rows of a table, of `classes` classes, and the default of
/// `ConditionalGan`.
template <std::size_t columns, std::size_t classes, class CriticWay = ByConcatenation>
struct ConditionalToy : Toy<columns> {
  static constexpr std::string_view name = "conditional-toy";
  struct Generator : Network<Joint<Shape<columns>, Shape<classes>>, Concat, Linear<128>, Relu,
                             Linear<128>, Relu, Linear<128>, Relu, Linear<columns>> {};
  struct Critic : CriticWay::template Critic<Shape<columns>, classes, Linear<128>, LeakyRelu<>,
                                             Linear<128>, LeakyRelu<>, Linear<128>, LeakyRelu<>> {};

  template <class Objective, class Constraint>
  static constexpr Recipe recipe() {
    return {
        .steps = 8'000, .batch = 256, .critic_steps = 1, .decay_from = 0.5, .ema = {.decay = 0.99}};
  }
};

}  // namespace saddle
