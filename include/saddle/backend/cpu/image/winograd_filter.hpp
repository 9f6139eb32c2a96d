// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/simd.hpp>

#include <array>
#include <cstddef>

namespace saddle::cpu {

/// Winograd's minimal filter F(m, 3): m neighbouring sums of three products each from m + 2
/// products, output(input(d) * weight(g)). Nested in itself it filters squares.
///
/// Source: Lavin and Gray, Fast Algorithms for Convolutional Neural Networks (2016).
template <std::size_t m>
struct WinogradFilter;

template <>
struct WinogradFilter<2> {  // at 0, 1, -1 and infinity
  static constexpr std::size_t outputs = 2;
  static constexpr std::size_t inputs = 4;

  template <class B>
  [[gnu::always_inline]] static std::array<B, 4> input(const std::array<B, 4>& d) {
    return {d[0] - d[2], d[1] + d[2], d[2] - d[1], d[1] - d[3]};
  }
  template <class B>
  [[gnu::always_inline]] static std::array<B, 4> weight(const std::array<B, 3>& g) {
    const B half(typename B::value_type(0.5));
    const B even = half * (g[0] + g[2]);
    const B odd = half * g[1];
    return {g[0], even + odd, even - odd, g[2]};
  }
  template <class B>
  [[gnu::always_inline]] static std::array<B, 2> output(const std::array<B, 4>& s) {
    return {s[0] + (s[1] + s[2]), (s[1] - s[2]) - s[3]};
  }
};

template <>
struct WinogradFilter<4> {  // at 0, 1, -1, 2, -2 and infinity
  static constexpr std::size_t outputs = 4;
  static constexpr std::size_t inputs = 6;

  template <class B>
  [[gnu::always_inline]] static std::array<B, 6> input(const std::array<B, 6>& d) {
    using simd::multiply_add;
    using T = typename B::value_type;
    const B minus_four(T(-4)), four(T(4)), minus_five(T(-5)), two(T(2));
    const B even_one = multiply_add(minus_four, d[2], d[4]);
    const B odd_one = multiply_add(minus_four, d[1], d[3]);
    const B even_two = d[4] - d[2];
    const B odd_two = two * (d[3] - d[1]);
    return {multiply_add(four, d[0], multiply_add(minus_five, d[2], d[4])),
            even_one + odd_one,
            even_one - odd_one,
            even_two + odd_two,
            even_two - odd_two,
            multiply_add(four, d[1], multiply_add(minus_five, d[3], d[5]))};
  }
  template <class B>
  [[gnu::always_inline]] static std::array<B, 6> weight(const std::array<B, 3>& g) {
    using simd::multiply_add;
    using T = typename B::value_type;
    const B sixth(T(1) / 6), minus_sixth(T(-1) / 6), quarter(T(0.25)), half(T(0.5));
    const B even_one = minus_sixth * (g[0] + g[2]);
    const B odd_one = sixth * g[1];
    const B even_two = sixth * multiply_add(quarter, g[0], g[2]);
    const B odd_two = half * odd_one;
    return {quarter * g[0],     even_one - odd_one, even_one + odd_one,
            even_two + odd_two, even_two - odd_two, g[2]};
  }
  template <class B>
  [[gnu::always_inline]] static std::array<B, 4> output(const std::array<B, 6>& s) {
    using simd::multiply_add;
    using T = typename B::value_type;
    const B even_one = s[1] + s[2];
    const B odd_one = s[1] - s[2];
    const B even_two = s[3] + s[4];
    const B odd_two = s[3] - s[4];
    return {s[0] + (even_one + even_two), multiply_add(B(T(2)), odd_two, odd_one),
            multiply_add(B(T(4)), even_two, even_one),
            multiply_add(B(T(8)), odd_two, odd_one + s[5])};
  }
};

/// Applies `f`, which makes `To` registers of `From`, to the columns and then to the rows of the
/// square get(i, j, v), for both registers v of a cache line; put(i, j, v, x) takes the result.
template <std::size_t From, std::size_t To, class T, class A, class F, class Get, class Put>
[[gnu::always_inline]] inline void transform_square(F&& f, Get&& get, Put&& put) {
  using B = simd::Batch<T, A>;
  constexpr std::size_t width = simd::width<T, A>;
  alignas(64) T columns[To * From * 2 * width];
  const auto place =
      [&](std::size_t i, std::size_t j, std::size_t v)
          __attribute__((always_inline)) { return columns + ((i * From + j) * 2 + v) * width; };
  for (std::size_t j = 0; j < From; ++j) {
    simd::unroll<2>([&](auto v) __attribute__((always_inline)) {
      std::array<B, From> in;
      simd::unroll<From>([&](auto i) __attribute__((always_inline)) { in[i] = get(i, j, v); });
      const std::array<B, To> out = f(in);
      simd::unroll<To>(
          [&](auto i) __attribute__((always_inline)) { out[i].store_aligned(place(i, j, v)); });
    });
  }
  for (std::size_t i = 0; i < To; ++i) {
    simd::unroll<2>([&](auto v) __attribute__((always_inline)) {
      std::array<B, From> in;
      simd::unroll<From>(
          [&](auto j) __attribute__((always_inline)) { in[j] = B::load_aligned(place(i, j, v)); });
      const std::array<B, To> out = f(in);
      simd::unroll<To>([&](auto j) __attribute__((always_inline)) { put(i, j, v, out[j]); });
    });
  }
}

}  // namespace saddle::cpu
