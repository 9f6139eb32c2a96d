// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/random.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace saddle::data {

/// Where training data comes from: an endless, reproducible row of samples.
///
/// `draw(out, n, seed, position)` writes samples position ... position + n - 1 of the row that
/// belongs to `seed`, row-major (n, shape...); how a row is cut into calls makes no difference.
/// `shape()` is the shape of one sample, `name` its name.
template <class S>
concept Source = requires(const S& source, float* out, std::size_t n, std::uint64_t seed,
                          std::uint64_t position) {
  { source.name } -> std::convertible_to<std::string_view>;
  { source.shape().size() } -> std::convertible_to<std::size_t>;
  { source.shape()[0] } -> std::convertible_to<std::size_t>;
  source.draw(out, n, seed, position);
};

/// Samples that are drawn in one go.
struct Stretch {
  std::size_t offset;  ///< of its first sample in the call
  std::size_t count;   ///< at most `longest_stretch`
  std::size_t first;   ///< the index of its first sample in its draws
  std::uint64_t seed;
  std::uint32_t time;

  /// The random numbers of these samples; different sites are independent.
  random::Draw draw(std::uint32_t site) const {
    return {.seed = seed, .time = time, .stream = random::Stream::data, .site = site};
  }
};

inline constexpr std::size_t longest_stretch = 256;

/// Cuts samples position ... position + n - 1 into stretches and calls `write` with each.
///
/// A draw numbers its samples with 32 bits; the upper half of the position becomes its time.
template <class Write>
void for_each_stretch(std::size_t n, std::uint64_t seed, std::uint64_t position, Write write) {
  for (std::size_t offset = 0; offset < n;) {
    const std::uint64_t at = position + offset;
    const std::uint64_t first = at & 0xffffffffU;
    const std::uint64_t left = (std::uint64_t{1} << 32) - first;
    const std::size_t count = static_cast<std::size_t>(
        std::min<std::uint64_t>(left, std::min(n - offset, longest_stretch)));
    write(Stretch{offset, count, static_cast<std::size_t>(first), seed,
                  static_cast<std::uint32_t>(at >> 32)});
    offset += count;
  }
}

}  // namespace saddle::data
