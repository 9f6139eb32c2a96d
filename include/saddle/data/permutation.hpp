// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/random.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace saddle::data {

/// A shuffled order of 0 ... size - 1 that is computed and never stored: a function of seed, epoch
/// and index alone.
///
/// A Feistel network, with round keys from Philox, permutes the least even power of two that holds
/// `size`; indices that leave 0 ... size - 1 are sent through again until they come back.
///
/// Cost: about two passes of the network per index on average, four at most.
/// Source: Luby and Rackoff 1988; cycle walking: Black and Rogaway 2002.
class Permutation {
 public:
  /// `size` is at least 1.
  Permutation(std::uint64_t seed, std::uint64_t epoch, std::uint64_t size)
      : size_(size),
        half_bits_(size > 4 ? (static_cast<int>(std::bit_width(size - 1)) + 1) / 2 : 1) {
    const random::Draw draw{.seed = seed,
                            .time = static_cast<std::uint32_t>(epoch),
                            .stream = random::Stream::shuffle,
                            .site = 0};
    for (std::size_t r = 0; r < keys_.size(); ++r) keys_[r] = random::word(draw, epoch >> 32, r);
  }

  std::uint64_t operator()(std::uint64_t index) const {
    do index = pass(index);
    while (index >= size_);
    return index;
  }

 private:
  static constexpr std::size_t rounds = 8;

  std::uint64_t pass(std::uint64_t index) const {
    const std::uint64_t mask = (std::uint64_t{1} << half_bits_) - 1;
    std::uint64_t left = index >> half_bits_, right = index & mask;
    for (const std::uint32_t key : keys_) {
      const std::uint64_t mixed =
          left ^ (scrambled(static_cast<std::uint32_t>(right) ^ key) & mask);
      left = right;
      right = mixed;
    }
    return left << half_bits_ | right;
  }

  /// A word in which every bit depends on every bit of `word`.
  ///
  /// Source: the constants are the finaliser of MurmurHash3 (Appleby, public domain).
  static constexpr std::uint32_t scrambled(std::uint32_t word) {
    word = (word ^ word >> 16) * 0x85ebca6bU;
    word = (word ^ word >> 13) * 0xc2b2ae35U;
    return word ^ word >> 16;
  }

  std::uint64_t size_;
  int half_bits_;
  std::array<std::uint32_t, rounds> keys_{};
};

}  // namespace saddle::data
