// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/experiment/toy_ways.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

/// Translation of points to one domain, and the default of `Diat`: what it keeps is what the hidden
/// layers of a critic of points see in them.
template <std::size_t columns>
struct DiatToy : ToyWays<columns> {
  static constexpr std::string_view name = "diat-toy";
  using Generator = typename ToyWays<columns>::There;
  using Critic = typename ToyWays<columns>::CriticOfSecond;
  using Features = typename ToyWays<columns>::CriticOfFirst;
  static constexpr std::size_t feature_layers = Features::layer_count - 1;  // without the score

  static constexpr double identity = 1;
};

}  // namespace saddle
