// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/role.hpp>
#include <saddle/core/simd.hpp>  // before Random123, which includes the intrinsics bare

#include <Random123/philox.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>

/// Counter-based random numbers (Philox4x32-10): a value is a function of where it is used.
namespace saddle::random {

/// What a draw is for; draws of different streams are independent.
enum class Stream : std::uint32_t {
  data,
  latent,
  interpolation,
  dropout,
  initial,
  label,
  evaluation,
  shuffle,
  user,
  pool,
  augmentation
};

/// One draw: everything that distinguishes it from any other, except the sample's index.
struct Draw {
  std::uint64_t seed = 0;
  std::uint32_t time = 0;
  Stream stream = Stream::data;
  std::uint32_t site = 0;  ///< below 2^16: the place in a network
};

/// Four random words.
struct Block {
  std::uint32_t words[4];

  SADDLE_HD constexpr std::uint32_t operator[](std::size_t k) const { return words[k]; }
  friend bool operator==(const Block&, const Block&) = default;
};

/// The last word of the counter.
SADDLE_HD constexpr std::uint32_t place(const Draw& draw) {
  return static_cast<std::uint32_t>(draw.stream) << 16 | (draw.site & 0xffffU);
}

/// Words 4 block ... 4 block + 3 of a sample; only the lowest 32 bits of `sample` count.
SADDLE_HD inline Block block(const Draw& draw, std::uint32_t block, std::uint64_t sample) {
  const r123::Philox4x32::ctr_type counter{
      {block, static_cast<std::uint32_t>(sample), draw.time, place(draw)}};
  const r123::Philox4x32::key_type key{
      {static_cast<std::uint32_t>(draw.seed), static_cast<std::uint32_t>(draw.seed >> 32)}};
  const r123::Philox4x32::ctr_type words = r123::Philox4x32{}(counter, key);
  return {{words[0], words[1], words[2], words[3]}};
}

/// Word k of a sample.
SADDLE_HD inline std::uint32_t word(const Draw& draw, std::uint64_t sample, std::size_t k) {
  return block(draw, static_cast<std::uint32_t>(k / 4), sample)[k % 4];
}

/// A word as a number in the open interval (0, 1).
SADDLE_HD constexpr double unit(std::uint32_t word) { return (word + 0.5) * 0x1p-32; }

/// Value k of a sample, uniform in the open interval (0, 1).
SADDLE_HD inline double uniform(const Draw& draw, std::uint64_t sample, std::size_t k) {
  return unit(word(draw, sample, k));
}

/// Value k of a sample, standard normal: values 2j and 2j + 1 come from words 2j and 2j + 1.
///
/// Source: Box and Muller 1958; the second word is the angle in turns of the circle, signed.
SADDLE_HD inline double normal(const Draw& draw, std::uint64_t sample, std::size_t k) {
  const Block words = block(draw, static_cast<std::uint32_t>(k / 4), sample);
  const std::size_t pair = k % 4 / 2 * 2;
  // A word with its top bit set stands for u = 1 - t, of which t is known to full precision.
  const double t = (static_cast<std::int32_t>(words[pair]) + 0.5) * 0x1p-32;
  const double radius = std::sqrt(-2 * (t > 0 ? std::log(t) : std::log1p(t)));
  constexpr double step = 2 * std::numbers::pi * 0x1p-32;
  const double angle = step * (static_cast<std::int32_t>(words[pair + 1]) + 0.5);
  return radius * (k % 2 == 0 ? std::cos(angle) : std::sin(angle));
}

/// A word as an index below `bound`, without division.
///
/// Accuracy: bias below bound / 2^32.
SADDLE_HD constexpr std::uint32_t index(std::uint32_t word, std::uint32_t bound) {
  return static_cast<std::uint32_t>(std::uint64_t{word} * bound >> 32);
}

}  // namespace saddle::random

#if !defined(__CUDACC__)
#include <saddle/core/simd/random_batch.hpp>
#endif
