// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/batch.hpp>
#include <saddle/core/shape.hpp>
#include <saddle/nn/chain/python_text.hpp>

#include <array>
#include <cstddef>

namespace saddle::detail {

/// Several bound layers whose numbers lie one after the other: what they need together, and where
/// each one's part begins.
template <class... Layers>
struct Pack {
  static constexpr std::size_t count = sizeof...(Layers);
  template <std::size_t I>
  using At = typename NthType<I, Layers...>::type;

  static constexpr std::size_t parameter_count = (Layers::parameter_count + ...);
  static constexpr std::size_t state_count = (Layers::state_count + ...);
  static constexpr std::size_t site_count = (Layers::site_count + ...);
  static constexpr std::size_t macs = (Layers::macs + ...);
  static constexpr bool couples_samples = (Layers::couples_samples || ...);
  static constexpr bool has_dual = (Layers::has_dual && ...);

  static constexpr bool have_pytorch =
      (HasPyTorch<Layers> && ...) && (HasPyTorch<typename Layers::OutputActivation> && ...);

  using Sizes = std::array<std::size_t, count>;

  static constexpr std::size_t sum(const Sizes& sizes, std::size_t first = count) {
    std::size_t total = 0;
    for (std::size_t i = 0; i < first; ++i) total += sizes[i];
    return total;
  }
  static constexpr std::size_t largest(const Sizes& sizes, std::size_t first = count) {
    std::size_t most = 0;
    for (std::size_t i = 0; i < first; ++i) most = sizes[i] > most ? sizes[i] : most;
    return most;
  }

  static constexpr Sizes components{Layers::Output::components...};  // of what flows out of each

  /// Numbers of the layers before layer `I`, which may be `count`.
  template <std::size_t I>
  static constexpr std::size_t parameters_before = sum({Layers::parameter_count...}, I);
  template <std::size_t I>
  static constexpr std::size_t states_before = sum({Layers::state_count...}, I);
  template <std::size_t I>
  static constexpr std::size_t sites_before = sum({Layers::site_count...}, I);

  /// What each layer needs for `n` samples.
  static constexpr Sizes caches(std::size_t n) { return {Layers::cache_size(n)...}; }
  static constexpr Sizes traces(std::size_t n) { return {Layers::trace_size(n)...}; }
  static constexpr Sizes outputs(std::size_t n) {
    return {storage_size<typename Layers::Output>(n)...};
  }
  template <class D>
  static constexpr Sizes scratches(std::size_t n) {
    return {Layers::template scratch_size<D>(n)...};
  }
};

}  // namespace saddle::detail
