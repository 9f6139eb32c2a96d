// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/flow/select_channels.hpp>
#include <saddle/nn/flow/volume_keeping.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace saddle {

namespace detail {

/// An order of `channels` numbers that is a function of the seed: Fisher and Yates' shuffle with
/// the numbers of SplitMix64.
template <std::size_t channels>
constexpr std::array<std::size_t, channels> random_order(std::uint64_t seed) {
  std::array<std::size_t, channels> order{};
  for (std::size_t i = 0; i < channels; ++i) order[i] = i;
  for (std::size_t i = channels; i-- > 1;) {
    std::uint64_t word = seed += 0x9e3779b97f4a7c15;
    word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9;
    word = (word ^ (word >> 27)) * 0x94d049bb133111eb;
    std::swap(order[i], order[(word ^ (word >> 31)) % (i + 1)]);
  }
  return order;
}

template <std::uint64_t seed, bool inverse>
struct RandomOrder {
  static constexpr std::string_view name = "Permute";
  template <std::size_t channels>
  static constexpr std::array<std::size_t, channels> places() {
    const auto order = random_order<channels>(seed);
    if constexpr (!inverse) return order;
    std::array<std::size_t, channels> back{};
    for (std::size_t i = 0; i < channels; ++i) back[order[i]] = i;
    return back;
  }
};

}  // namespace detail

/// Puts features or channels into a random order that never changes.
/// Shapes: (n, ..., c) -> (n, ..., c).
template <std::uint64_t seed, bool inverse = false>
struct Permute : VolumeKeeping<SelectChannels<detail::RandomOrder<seed, inverse>>> {
  using Inverse = Permute<seed, !inverse>;
};

}  // namespace saddle
