// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/simd.hpp>

#include <array>
#include <cstddef>
#include <utility>

/// What moves numbers between the lanes of registers: transpositions, sums, other scalars.
namespace saddle::simd {

#if !defined(__CUDACC__)

namespace detail {
/// Exchanges lane blocks of `stride` between two registers: one step of a transposition.
template <std::size_t stride, class T, class A, std::size_t... lane>
[[gnu::always_inline]] inline void exchange(Batch<T, A>& low, Batch<T, A>& high,
                                            std::index_sequence<lane...>) {
  constexpr int n = static_cast<int>(sizeof...(lane));
  constexpr int s = static_cast<int>(stride);
  const auto a = low.data;
  const auto b = high.data;
  low = Batch<T, A>(__builtin_shufflevector(
      a, b, (lane & stride ? n + static_cast<int>(lane) - s : static_cast<int>(lane))...));
  high = Batch<T, A>(__builtin_shufflevector(
      a, b, (lane & stride ? n + static_cast<int>(lane) : static_cast<int>(lane) + s)...));
}

template <std::size_t stride, class T, class A, std::size_t... lane>
[[gnu::always_inline]] inline Batch<T, A> rotate(const Batch<T, A>& x,
                                                 std::index_sequence<lane...>) {
  return Batch<T, A>(__builtin_shufflevector(x.data, x.data, static_cast<int>(lane ^ stride)...));
}
}  // namespace detail

/// Transposes a square of registers in place: lane j of row i becomes lane i of row j.
template <class T, class A, std::size_t N>
[[gnu::always_inline]] inline void transpose(std::array<Batch<T, A>, N>& rows) {
  static_assert(N == width<T, A>);
  constexpr auto lanes = std::make_index_sequence<N>{};
  const auto stage = [&]<std::size_t stride>(std::integral_constant<std::size_t, stride>)
                         __attribute__((always_inline)) {
                           if constexpr (stride < N) {
                             unroll<N>([&](auto i) __attribute__((always_inline)) {
                               if constexpr ((i & stride) == 0)
                                 detail::exchange<stride>(rows[i], rows[i + stride], lanes);
                             });
                           }
                         };
  stage(std::integral_constant<std::size_t, 1>{});
  stage(std::integral_constant<std::size_t, 2>{});
  stage(std::integral_constant<std::size_t, 4>{});
  stage(std::integral_constant<std::size_t, 8>{});
}

/// A register whose lane i is the sum of all lanes of rows[i].
template <class T, class A, std::size_t N>
[[gnu::always_inline]] inline Batch<T, A> reduce_add_each(std::array<Batch<T, A>, N>& rows) {
  static_assert(N == width<T, A>);
  constexpr auto lanes = std::make_index_sequence<N>{};
  const auto stage = [&]<std::size_t stride>(std::integral_constant<std::size_t, stride>)
                         __attribute__((always_inline)) {
                           if constexpr (stride < N) {
                             unroll<N>([&](auto i) __attribute__((always_inline)) {
                               if constexpr (i % (2 * stride) == 0) {
                                 detail::exchange<stride>(rows[i], rows[i + stride], lanes);
                                 rows[i] = rows[i] + rows[i + stride];
                               }
                             });
                           }
                         };
  stage(std::integral_constant<std::size_t, 1>{});
  stage(std::integral_constant<std::size_t, 2>{});
  stage(std::integral_constant<std::size_t, 4>{});
  stage(std::integral_constant<std::size_t, 8>{});
  return rows[0];
}

/// The sum of all lanes, always added in the same order.
template <class T, class A>
[[gnu::always_inline]] inline T reduce_add(Batch<T, A> x) {
  constexpr auto lanes = std::make_index_sequence<width<T, A>>{};
  if constexpr (width<T, A> > 8) x = x + detail::rotate<8>(x, lanes);
  if constexpr (width<T, A> > 4) x = x + detail::rotate<4>(x, lanes);
  if constexpr (width<T, A> > 2) x = x + detail::rotate<2>(x, lanes);
  x = x + detail::rotate<1>(x, lanes);
  return x.get(0);
}

namespace detail {
template <class A, std::size_t first, std::size_t... lane>
[[gnu::always_inline]] inline Batch<double, A> widen(const Batch<float, A>& x,
                                                     std::index_sequence<lane...>) {
  const auto part = __builtin_shufflevector(x.data, x.data, static_cast<int>(first + lane)...);
  typedef double Doubles __attribute__((vector_size(sizeof...(lane) * sizeof(double))));
  return Batch<double, A>(
      typename Batch<double, A>::register_type(__builtin_convertvector(part, Doubles)));
}

template <class A, std::size_t... lane>
[[gnu::always_inline]] inline Batch<float, A> narrow(const Batch<double, A>& low,
                                                     const Batch<double, A>& high,
                                                     std::index_sequence<lane...>) {
  typedef float Floats __attribute__((vector_size(sizeof...(lane) * sizeof(float) / 2)));
  return Batch<float, A>(typename Batch<float, A>::register_type(__builtin_shufflevector(
      __builtin_convertvector(low.data, Floats), __builtin_convertvector(high.data, Floats),
      static_cast<int>(lane)...)));
}
}  // namespace detail

/// The lanes as doubles: one register of doubles, or two of half as many lanes each.
template <class A>
[[gnu::always_inline]] inline std::array<Batch<double, A>, 2> to_doubles(const Batch<float, A>& x) {
  constexpr std::size_t half = width<double, A>;
  constexpr auto lanes = std::make_index_sequence<half>{};
  return {detail::widen<A, 0>(x, lanes), detail::widen<A, half>(x, lanes)};
}
template <class A>
[[gnu::always_inline]] inline std::array<Batch<double, A>, 1> to_doubles(
    const Batch<double, A>& x) {
  return {x};
}

/// The inverse of `to_doubles`, rounding to nearest.
template <class A>
[[gnu::always_inline]] inline Batch<float, A> from_doubles(
    const std::array<Batch<double, A>, 2>& x) {
  return detail::narrow<A>(x[0], x[1], std::make_index_sequence<width<float, A>>{});
}
template <class A>
[[gnu::always_inline]] inline Batch<double, A> from_doubles(
    const std::array<Batch<double, A>, 1>& x) {
  return x[0];
}

#endif

}  // namespace saddle::simd
