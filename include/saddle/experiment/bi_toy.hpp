// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/experiment/latent.hpp>
#include <saddle/experiment/recipe.hpp>
#include <saddle/experiment/toy.hpp>
#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/combine/joint.hpp>
#include <saddle/nn/layer/linear.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

/// The toy experiment with a way back from points to codes, and the default of `BiGan`: the
/// encoder has the generator's size, the critic sees points and codes together.
template <std::size_t columns>
struct BiToy : Toy<columns> {
  static constexpr std::string_view name = "bi-toy";
  struct Encoder : Network<Shape<columns>, Linear<128>, Relu, Linear<128>, Relu, Linear<128>, Relu,
                           Linear<columns>> {};
  struct Critic : Network<Joint<Shape<columns>, Shape<columns>>, Concat, Linear<128>, LeakyRelu<>,
                          Linear<128>, LeakyRelu<>, Linear<128>, LeakyRelu<>, Linear<1>> {};

  template <class Objective, class Constraint>
  static constexpr Recipe recipe() {
    return {
        .steps = 8'000, .batch = 256, .critic_steps = 1, .decay_from = 0.5, .ema = {.decay = 0.99}};
  }
};

}  // namespace saddle
