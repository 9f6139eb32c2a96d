// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/experiment/latent.hpp>
#include <saddle/experiment/recipe.hpp>
#include <saddle/nn/flow/act_norm.hpp>
#include <saddle/nn/flow/coupling.hpp>
#include <saddle/nn/flow/flow_network.hpp>
#include <saddle/nn/layer/linear.hpp>
#include <saddle/optim/adam.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

/// A flow on points of `columns` numbers, and the default of `Flow`: four pairs of couplings, each
/// with two hidden layers of 64, between layers that scale.
template <std::size_t columns>
struct FlowToy {
  static_assert(columns > 1, "a coupling has two halves: FlowToy needs two columns or more");
  static constexpr std::string_view name = "flow-toy";
  using Latent = Gaussian<columns>;

  template <Half half, std::size_t changed>
  using Coupling =
      AffineCoupling<half, Linear<64>, Relu, Linear<64>, Relu, Linear<2 * changed, ZeroInit>>;
  using First = Coupling<Half::first, columns / 2>;
  using Second = Coupling<Half::second, columns - columns / 2>;
  struct Flow : FlowNetwork<Shape<columns>, ActNorm, First, Second, ActNorm, First, Second, ActNorm,
                            First, Second, ActNorm, First, Second, ActNorm> {
    using Initializer = HeInit;
  };

  static constexpr Recipe recipe{.steps = 4'000, .batch = 256, .decay_from = 0.5};
  static constexpr Adam optimizer{
      .learning_rate = 1e-3, .beta1 = 0.9, .beta2 = 0.999, .clip_norm = 10};
};

}  // namespace saddle
