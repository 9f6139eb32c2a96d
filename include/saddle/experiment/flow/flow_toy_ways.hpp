// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/experiment/flow/flow_toy.hpp>
#include <saddle/experiment/toy_ways.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

/// Translation between two distributions of points by flows, and the default of `AlignFlow`.
template <std::size_t columns>
struct FlowToyWays {
  static constexpr std::string_view name = "flow-toy-ways";
  using Latent = Gaussian<columns>;
  struct FlowOfFirst : FlowToy<columns>::Flow {};
  struct FlowOfSecond : FlowOfFirst {};
  using CriticOfFirst = typename ToyWays<columns>::CriticOfFirst;
  using CriticOfSecond = typename ToyWays<columns>::CriticOfSecond;

  template <class Objective, class Constraint>
  static constexpr Recipe recipe() {
    return {.steps = 4'000, .batch = 128, .critic_steps = 1, .decay_from = 0.5};
  }
  template <class Optimizer, class Constraint>
  static constexpr Optimizer optimizer() {
    return {.learning_rate = 1e-3, .clip_norm = 10};
  }
  template <class Objective, class Constraint>
  static constexpr Constraint constraint() {
    return ToyWays<columns>::template constraint<Objective, Constraint>();
  }
};

}  // namespace saddle
