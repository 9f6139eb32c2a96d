// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/core/ref.hpp>
#include <saddle/core/simd.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <utility>

namespace saddle {

namespace cpu {

/// Scalars that make a task of a pass over memory.
inline constexpr std::size_t pass_block = std::size_t{1} << 14;

/// Calls f(place, lanes) for every register of [first, last): the last one may be partial.
template <std::size_t width, class F>
[[gnu::always_inline]] inline void for_registers(std::size_t first, std::size_t last, F&& f) {
  std::size_t i = first;
  for (; i + width <= last; i += width) f(i, simd::AllLanes{});
  if (i < last) f(i, last - i);
}

/// Calls f(first, last) on all workers for blocks of about `pass_block` scalars of `count` items.
template <class F>
void for_blocks(std::size_t count, std::size_t item_size, F&& f) {
  const std::size_t items =
      std::max<std::size_t>(1, pass_block / std::max<std::size_t>(1, item_size));
  parallel::for_each((count + items - 1) / items, [&](std::size_t block) {
    f(block * items, std::min(count, (block + 1) * items));
  });
}

/// A reference whose scalars a primitive on `D` can read.
template <class R, class D>
concept Readable = std::convertible_to<R, Read<D>>;

template <class D, class... In>
std::array<const typename D::Scalar*, sizeof...(In)> pointers(In... in) {
  return {raw(Read<D>(in))...};
}

/// Calls f with one register of each input.
template <class A, class T, std::size_t N, class F, class Lanes>
[[gnu::always_inline]] inline decltype(auto) apply_at(const F& f, const std::array<const T*, N>& in,
                                                      std::size_t place, Lanes lanes) {
  return [&]<std::size_t... i>(std::index_sequence<i...>) __attribute__((always_inline)) {
    return f(simd::load_partial<A>(in[i] + place, lanes)...);
  }(std::make_index_sequence<N>{});
}

/// The same where the first `Rows` inputs are read at `column` and the others at `place`.
template <std::size_t Rows, class A, class T, std::size_t N, class F, class Lanes>
[[gnu::always_inline]] inline decltype(auto) apply_rows_at(const F& f,
                                                           const std::array<const T*, N>& in,
                                                           std::size_t column, std::size_t place,
                                                           Lanes lanes) {
  return [&]<std::size_t... i>(std::index_sequence<i...>) __attribute__((always_inline)) {
    return f(simd::load_partial<A>(in[i] + (i < Rows ? column : place), lanes)...);
  }(std::make_index_sequence<N>{});
}

/// The same where the first `Columns` inputs give one scalar, of `row`, to all lanes.
template <std::size_t Columns, class A, class T, std::size_t N, class F, class Lanes>
[[gnu::always_inline]] inline decltype(auto) apply_columns_at(const F& f,
                                                              const std::array<const T*, N>& in,
                                                              std::size_t row, std::size_t place,
                                                              Lanes lanes) {
  return [&]<std::size_t... i>(std::index_sequence<i...>) __attribute__((always_inline)) {
    const auto argument = [&]<std::size_t k>(std::integral_constant<std::size_t, k>)
                              __attribute__((always_inline)) {
                                if constexpr (k < Columns) {
                                  return simd::Batch<T, A>(in[k][row]);
                                } else {
                                  return simd::load_partial<A>(in[k] + place, lanes);
                                }
                              };
    return f(argument(std::integral_constant<std::size_t, i>{})...);
  }(std::make_index_sequence<N>{});
}

}  // namespace cpu

/// out[i] = f(in[i]...), `f` being called on registers; `out` may be one of the inputs.
template <class F, class T, class A, cpu::Readable<BasicCpu<T, A>>... In>
void map(BasicCpu<T, A>&, const F& f, std::size_t count, Write<BasicCpu<T, A>> out, In... in) {
  static_assert(sizeof...(In) >= 1 && sizeof...(In) <= 6);
  const auto from = cpu::pointers<BasicCpu<T, A>>(in...);
  T* const to = raw(out);
  cpu::for_blocks(count, 1, [&](std::size_t first, std::size_t last) {
    cpu::for_registers<simd::width<T, A>>(
        first, last, [&](std::size_t i, auto lanes) __attribute__((always_inline)) {
          simd::store_partial(to + i, cpu::apply_at<A>(f, from, i, lanes), lanes);
        });
  });
}

/// out[k][i] = f(in[i]...)[k]: a map whose `f` returns an array of results.
template <std::size_t Results, class F, class T, class A, cpu::Readable<BasicCpu<T, A>>... In>
void map_each(BasicCpu<T, A>&, const F& f, std::size_t count,
              const std::array<Ref<T, BasicCpu<T, A>>, Results>& out, In... in) {
  const auto from = cpu::pointers<BasicCpu<T, A>>(in...);
  cpu::for_blocks(count, 1, [&](std::size_t first, std::size_t last) {
    cpu::for_registers<simd::width<T, A>>(
        first, last, [&](std::size_t i, auto lanes) __attribute__((always_inline)) {
          const auto results = cpu::apply_at<A>(f, from, i, lanes);
          simd::unroll<Results>([&](auto k) __attribute__((always_inline)) {
            simd::store_partial(raw(out[k]) + i, results[k], lanes);
          });
        });
  });
}

/// A map over (n, columns) whose first `Rows` inputs are one row (columns) used for every sample.
template <std::size_t Rows = 1, class F, class T, class A, cpu::Readable<BasicCpu<T, A>>... In>
void map_rows(BasicCpu<T, A>&, const F& f, std::size_t n, std::size_t columns,
              Write<BasicCpu<T, A>> out, In... in) {
  static_assert(sizeof...(In) >= Rows);
  const auto from = cpu::pointers<BasicCpu<T, A>>(in...);
  T* const to = raw(out);
  cpu::for_blocks(n, columns, [&](std::size_t first, std::size_t last) {
    for (std::size_t row = first; row < last; ++row) {
      cpu::for_registers<simd::width<T, A>>(
          0, columns, [&](std::size_t c, auto lanes) __attribute__((always_inline)) {
            const std::size_t place = row * columns + c;
            simd::store_partial(to + place, cpu::apply_rows_at<Rows, A>(f, from, c, place, lanes),
                                lanes);
          });
    }
  });
}

/// A map over (n, columns) whose first `Columns` inputs have one entry per sample (n).
template <std::size_t Columns = 1, class F, class T, class A, cpu::Readable<BasicCpu<T, A>>... In>
void map_columns(BasicCpu<T, A>&, const F& f, std::size_t n, std::size_t columns,
                 Write<BasicCpu<T, A>> out, In... in) {
  static_assert(sizeof...(In) >= Columns);
  const auto from = cpu::pointers<BasicCpu<T, A>>(in...);
  T* const to = raw(out);
  cpu::for_blocks(n, columns, [&](std::size_t first, std::size_t last) {
    for (std::size_t row = first; row < last; ++row) {
      cpu::for_registers<simd::width<T, A>>(
          0, columns, [&](std::size_t c, auto lanes) __attribute__((always_inline)) {
            const std::size_t place = row * columns + c;
            simd::store_partial(
                to + place, cpu::apply_columns_at<Columns, A>(f, from, row, place, lanes), lanes);
          });
    }
  });
}

}  // namespace saddle
