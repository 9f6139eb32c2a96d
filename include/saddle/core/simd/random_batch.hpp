// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/random.hpp>
#include <saddle/core/simd.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <type_traits>

namespace saddle::random {

namespace detail {

template <class T>
using Word = std::conditional_t<sizeof(T) == 8, std::uint64_t, std::uint32_t>;

/// One Philox block for several samples, one in the lower half of each lane; the upper halves of
/// the result are undefined.
template <class A>
std::array<simd::Batch<std::uint64_t, A>, 4> philox(const Draw& draw, std::uint32_t block,
                                                    simd::Batch<std::uint64_t, A> sample) {
  using B = simd::Batch<std::uint64_t, A>;
  B c0(std::uint64_t{block}), c1 = sample, c2(std::uint64_t{draw.time}),
                              c3(std::uint64_t{place(draw)});
  const B m0(std::uint64_t{0xD2511F53}), m1(std::uint64_t{0xCD9E8D57});
  std::uint32_t k0 = static_cast<std::uint32_t>(draw.seed);
  std::uint32_t k1 = static_cast<std::uint32_t>(draw.seed >> 32);
  for (int round = 0; round < 10; ++round) {
    const B p0 = simd::multiply_low_halves(m0, c0);
    const B p1 = simd::multiply_low_halves(m1, c2);
    c0 = (p1 >> 32) ^ c1 ^ B(std::uint64_t{k0});
    c1 = p1;
    c2 = (p0 >> 32) ^ c3 ^ B(std::uint64_t{k1});
    c3 = p0;
    k0 += 0x9E3779B9;
    k1 += 0xBB67AE85;
  }
  return {c0, c1, c2, c3};
}

/// One block of words for as many consecutive samples as `T` has lanes.
template <class T, class A>
std::array<simd::Batch<Word<T>, A>, 4> words(const Draw& draw, std::uint32_t block,
                                             std::size_t first_sample) {
  using B = simd::Batch<std::uint64_t, A>;
  constexpr std::size_t step = simd::width<T, A> / B::size;
  alignas(64) std::uint64_t index[B::size];
  for (std::size_t i = 0; i < B::size; ++i) index[i] = first_sample + step * i;
  const B sample = B::load_aligned(index);
  const B low(std::uint64_t{0xffffffff});
  const auto even = philox<A>(draw, block, sample);
  std::array<simd::Batch<Word<T>, A>, 4> result;
  if constexpr (step == 1) {
    for (std::size_t i = 0; i < 4; ++i) result[i] = even[i] & low;
  } else {
    const auto odd = philox<A>(draw, block, sample + B(std::uint64_t{1}));
    for (std::size_t i = 0; i < 4; ++i) {
      result[i] = simd::bits_as<Word<T>>((even[i] & low) | (odd[i] << 32));
    }
  }
  return result;
}

/// Words read as signed 32-bit numbers.
template <class T, class A>
simd::Batch<T, A> signed_value(const simd::Batch<Word<T>, A>& word) {
  if constexpr (sizeof(T) == 4) {
    return simd::to_floats(simd::bits_as<std::int32_t>(word));
  } else {
    // 2^52 + an integer below 2^52 has that integer in its lowest bits.
    using I = simd::Batch<std::uint64_t, A>;
    const I biased = word ^ I(std::uint64_t{0x80000000});
    return simd::bits_as<double>(biased | I(std::uint64_t{0x4330000000000000})) -
           simd::Batch<T, A>(0x1p52 + 0x1p31);
  }
}

template <class T, class A>
simd::Batch<T, A> uniform(const simd::Batch<Word<T>, A>& word) {
  using B = simd::Batch<T, A>;
  if constexpr (sizeof(T) == 4) {  // 23 bits and a half: neither 0 nor 1 after rounding
    return (signed_value<T, A>(word >> 9) + B(0.5F)) * B(0x1p-23F);
  } else {
    const auto centred = word ^ simd::Batch<std::uint64_t, A>(std::uint64_t{0x80000000});
    return (signed_value<T, A>(centred) + B(0x1p31 + 0.5)) * B(0x1p-32);
  }
}

/// sum over i < terms of x^i / c(i), c given as a constexpr function.
template <std::size_t terms, class B, class C>
[[gnu::always_inline]] inline B series(const B& x, C coefficient) {
  using T = typename B::value_type;
  B sum(static_cast<T>(coefficient(terms - 1)));
  simd::unroll<terms - 1>([&](auto i) __attribute__((always_inline)) {
    sum = simd::multiply_add(sum, x, B(static_cast<T>(coefficient(terms - 2 - i))));
  });
  return sum;
}

/// 1 / (2 i + offset)! with alternating sign: the series of cosine (0) and of sine over x (1).
template <std::size_t offset>
struct Alternating {
  constexpr double operator()(std::size_t i) const {
    double value = i % 2 == 0 ? 1 : -1;
    for (std::size_t k = 2; k <= 2 * i + offset; ++k) value /= static_cast<double>(k);
    return value;
  }
};

struct OddReciprocal {
  constexpr double operator()(std::size_t i) const { return 1.0 / static_cast<double>(2 * i + 1); }
};

/// log of u = t for t > 0 and of u = 1 + t for t < 0, for |t| <= 1/2.
template <class T, class A>
simd::Batch<T, A> log_of_signed(const simd::Batch<T, A>& t) {
  using B = simd::Batch<T, A>;
  using I = simd::Batch<Word<T>, A>;
  constexpr int mantissa = sizeof(T) == 4 ? 23 : 52;
  constexpr Word<T> bias = Word<T>{64} << mantissa;  // keeps the shifted exponent positive
  constexpr Word<T> root_half = std::bit_cast<Word<T>>(static_cast<T>(0.70710678118654752));
  const B one(T(1));
  const auto is_small = t > B(T(0));
  const I bits = simd::bits_as<Word<T>>(simd::choose(is_small, t, one + t));
  const I exponent = (bits + I(static_cast<Word<T>>(bias - root_half))) >> mantissa;
  const I mantissa_bits = bits + I(bias) - (exponent << mantissa);
  const B k = signed_value<T, A>(exponent) - B(T(64));
  // Where u is close to 1, t itself is u - 1 to full precision.
  const auto is_near_one = (t <= B(T(0))) & (k == B(T(0)));
  const B f = simd::choose(is_near_one, t, simd::bits_as<T>(mantissa_bits) - one);
  const B s = f / (one + one + f);  // log(1 + f) = 2 artanh(s)
  const B tail = series<(sizeof(T) == 4 ? 5 : 11)>(s * s, OddReciprocal{});
  return simd::multiply_add(k, B(static_cast<T>(std::numbers::ln2)), (s + s) * tail);
}

/// Two independent standard normals from two words (Box and Muller).
template <class T, class A>
std::array<simd::Batch<T, A>, 2> normals(const simd::Batch<Word<T>, A>& first,
                                         const simd::Batch<Word<T>, A>& second) {
  using B = simd::Batch<T, A>;
  using I = simd::Batch<Word<T>, A>;
  const B half(T(0.5));
  const B t = (signed_value<T, A>(first) + half) * B(static_cast<T>(0x1p-32));
  const B radius = simd::square_root(B(T(-2)) * log_of_signed<T, A>(t));

  // The angle: a quarter q of the circle and a rest between -1/8 and 1/8 turn.
  const I shifted = second + I(Word<T>{1} << 29);
  const I quarter = (shifted >> 30) & I(Word<T>{3});
  const I rest = (shifted & I((Word<T>{1} << 30) - 1));
  B turns;
  if constexpr (sizeof(T) == 4) {
    turns = signed_value<T, A>(rest - I(Word<T>{1} << 29));
  } else {
    turns = signed_value<T, A>(rest ^ I(Word<T>{0x80000000})) + B(0x1p31 - 0x1p29);
  }
  const B angle = (turns + half) * B(static_cast<T>(2 * std::numbers::pi * 0x1p-32));
  const B square = angle * angle;
  constexpr std::size_t terms = sizeof(T) == 4 ? 5 : 9;
  const I cosine = simd::bits_as<Word<T>>(series<terms>(square, Alternating<0>{}));
  const I sine = simd::bits_as<Word<T>>(angle * series<terms>(square, Alternating<1>{}));
  const I swap = I(Word<T>{0}) - (quarter & I(Word<T>{1}));
  const I difference = (cosine ^ sine) & swap;
  constexpr int to_sign = 8 * sizeof(T) - 2;
  const I cosine_sign = ((quarter + I(Word<T>{1})) & I(Word<T>{2})) << to_sign;
  const I sine_sign = (quarter & I(Word<T>{2})) << to_sign;
  return {radius * simd::bits_as<T>(cosine ^ difference ^ cosine_sign),
          radius * simd::bits_as<T>(sine ^ difference ^ sine_sign)};
}

/// Writes values (n, width): `values(words)` turns a block of four words per lane into values.
template <class U, std::size_t lanes, class Values>
void write_blocks(U* out, std::size_t first_sample, std::size_t n, std::size_t width,
                  std::uint32_t first_block, const Values& values) {
  alignas(64) U tile[4][lanes];
  for (std::size_t i = 0; i < n; i += lanes) {
    const std::size_t samples = std::min(lanes, n - i);
    for (std::size_t k = 0; k < width; k += 4) {
      const auto block = values(first_block + static_cast<std::uint32_t>(k / 4), first_sample + i);
      for (std::size_t j = 0; j < 4; ++j) block[j].store_aligned(tile[j]);
      const std::size_t count = std::min<std::size_t>(4, width - k);
      for (std::size_t s = 0; s < samples; ++s) {
        for (std::size_t j = 0; j < count; ++j) out[(i + s) * width + k + j] = tile[j][s];
      }
    }
  }
}

}  // namespace detail

/// Random words of samples first_sample ... first_sample + n - 1, written to `out` (n, width);
/// a sample's first word is 4 first_block.
template <class A = simd::Arch>
void words(std::uint32_t* out, std::size_t first_sample, std::size_t n, std::size_t width,
           const Draw& draw, std::uint32_t first_block = 0) {
  detail::write_blocks<std::uint32_t, simd::width<float, A>>(
      out, first_sample, n, width, first_block, [&](std::uint32_t block, std::size_t sample) {
        return detail::words<float, A>(draw, block, sample);
      });
}

/// The same words as numbers, uniform in the open interval (0, 1).
template <class T, class A = simd::Arch>
void uniform(T* out, std::size_t first_sample, std::size_t n, std::size_t width, const Draw& draw,
             std::uint32_t first_block = 0) {
  detail::write_blocks<T, simd::width<T, A>>(
      out, first_sample, n, width, first_block, [&](std::uint32_t block, std::size_t sample) {
        const auto word = detail::words<T, A>(draw, block, sample);
        std::array<simd::Batch<T, A>, 4> value;
        for (std::size_t i = 0; i < 4; ++i) value[i] = detail::uniform<T, A>(word[i]);
        return value;
      });
}

/// The same words as standard normals, in pairs.
///
/// Accuracy: float within 1e-6 of the double version, which is within 1e-14 of the scalar one.
template <class T, class A = simd::Arch>
void normal(T* out, std::size_t first_sample, std::size_t n, std::size_t width, const Draw& draw,
            std::uint32_t first_block = 0) {
  detail::write_blocks<T, simd::width<T, A>>(
      out, first_sample, n, width, first_block, [&](std::uint32_t block, std::size_t sample) {
        const auto word = detail::words<T, A>(draw, block, sample);
        const auto a = detail::normals<T, A>(word[0], word[1]);
        const auto b = detail::normals<T, A>(word[2], word[3]);
        return std::array<simd::Batch<T, A>, 4>{a[0], a[1], b[0], b[1]};
      });
}

}  // namespace saddle::random
