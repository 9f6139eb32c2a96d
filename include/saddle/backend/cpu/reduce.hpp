// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>
#include <saddle/backend/cpu/elementwise.hpp>
#include <saddle/core/arithmetic.hpp>
#include <saddle/core/math.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/core/simd/lanes.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

/// Sums whose order depends on the shapes alone.
namespace saddle {

namespace cpu {

/// Zero in the lanes that are not there: f of padding need not be zero.
template <class T, class A>
[[gnu::always_inline]] inline simd::Batch<T, A> without_padding(const simd::Batch<T, A>& x,
                                                                simd::AllLanes) {
  return x;
}
template <class T, class A>
[[gnu::always_inline]] inline simd::Batch<T, A> without_padding(const simd::Batch<T, A>& x,
                                                                std::size_t lanes) {
  alignas(64) T value[simd::width<T, A>];
  x.store_aligned(value);
  return simd::load_partial<A>(value, lanes);
}

/// Sums per task: block k of at most 64 adds up items [k ... ) and the blocks are added in order.
template <class F>
double sum_of_blocks(std::size_t count, F&& f) {
  constexpr std::size_t most = 64;
  const std::size_t size =
      std::max((count + most - 1) / most, pass_block / 4) / 64 * 64 + 64;  // whole registers
  const std::size_t blocks = (count + size - 1) / size;
  std::array<double, most> partial{};
  parallel::for_each(blocks, [&](std::size_t block) {
    partial[block] = f(block * size, std::min(count, (block + 1) * size));
  });
  double total = 0;
  for (std::size_t block = 0; block < blocks; ++block) total += partial[block];
  return total;
}

}  // namespace cpu

/// out[i] = the sum over row i of f(in...).
///
/// Shapes: in (n, columns), out (n).
template <class F, class T, class A, cpu::Readable<BasicCpu<T, A>>... In>
void row_sums(BasicCpu<T, A>&, const F& f, std::size_t n, std::size_t columns,
              Write<BasicCpu<T, A>> out, In... in) {
  using B = simd::Batch<T, A>;
  const auto from = cpu::pointers<BasicCpu<T, A>>(in...);
  T* const to = raw(out);
  cpu::for_blocks(n, columns, [&](std::size_t first, std::size_t last) {
    for (std::size_t row = first; row < last; ++row) {
      B sum(T(0));
      cpu::for_registers<simd::width<T, A>>(
          0, columns, [&](std::size_t c, auto lanes) __attribute__((always_inline)) {
            sum = sum +
                  cpu::without_padding(cpu::apply_at<A>(f, from, row * columns + c, lanes), lanes);
          });
      to[row] = simd::reduce_add(sum);
    }
  });
}

/// out[i] = the largest of zero and of f(in...) over row i; NaN if one of them is not finite.
///
/// Shapes: in (n, columns), out (n).
template <class F, class T, class A, cpu::Readable<BasicCpu<T, A>>... In>
void row_maxima(BasicCpu<T, A>&, const F& f, std::size_t n, std::size_t columns,
                Write<BasicCpu<T, A>> out, In... in) {
  using B = simd::Batch<T, A>;
  const auto from = cpu::pointers<BasicCpu<T, A>>(in...);
  T* const to = raw(out);
  cpu::for_blocks(n, columns, [&](std::size_t first, std::size_t last) {
    for (std::size_t row = first; row < last; ++row) {
      B largest(T(0)), zero(T(0));
      cpu::for_registers<simd::width<T, A>>(
          0, columns, [&](std::size_t c, auto lanes) __attribute__((always_inline)) {
            const B value =
                cpu::without_padding(cpu::apply_at<A>(f, from, row * columns + c, lanes), lanes);
            largest = math::max(largest, value);
            zero = zero + value * B(T(0));  // a comparison would lose NaN
          });
      alignas(64) std::array<T, simd::width<T, A>> lane;
      largest.store_aligned(lane.data());
      to[row] = *std::max_element(lane.begin(), lane.end()) + simd::reduce_add(zero);
    }
  });
}

/// out[c] += the sum over column c of f(in...).
///
/// Shapes: in (n, columns), out (columns).
template <class F, class T, class A, cpu::Readable<BasicCpu<T, A>>... In>
void column_sums(BasicCpu<T, A>&, const F& f, std::size_t n, std::size_t columns,
                 Write<BasicCpu<T, A>> out, In... in) {
  using B = simd::Batch<T, A>;
  constexpr std::size_t width = simd::width<T, A>;
  const auto from = cpu::pointers<BasicCpu<T, A>>(in...);
  T* const to = raw(out);
  const std::size_t registers = (columns + width - 1) / width;
  cpu::for_blocks(registers, n * width, [&](std::size_t first, std::size_t last) {
    cpu::for_registers<width>(first * width, std::min(columns, last * width),
                              [&](std::size_t c, auto lanes) __attribute__((always_inline)) {
                                B sum(T(0));
                                for (std::size_t row = 0; row < n; ++row) {
                                  sum = sum + cpu::apply_at<A>(f, from, row * columns + c, lanes);
                                }
                                simd::store_partial(
                                    to + c, simd::load_partial<A>(to + c, lanes) + sum, lanes);
                              });
  });
}

/// out = the sum of f(in...), added in double.
template <class F, class T, class A, cpu::Readable<BasicCpu<T, A>>... In>
void sum(BasicCpu<T, A>& device, Slot<BasicCpu<T, A>> out, const F& f, std::size_t count,
         In... in) {
  using Doubles = simd::Batch<double, A>;
  const auto from = cpu::pointers<BasicCpu<T, A>>(in...);
  cpu::number(device, out) = cpu::sum_of_blocks(count, [&](std::size_t first, std::size_t last) {
    Doubles total(0.0);
    cpu::for_registers<simd::width<T, A>>(
        first, last, [&](std::size_t i, auto lanes) __attribute__((always_inline)) {
          const auto value = cpu::without_padding(cpu::apply_at<A>(f, from, i, lanes), lanes);
          for (const Doubles& part : simd::to_doubles(value)) total = total + part;
        });
    return simd::reduce_add(total);
  });
}

/// out = the inner product of two vectors; the sum is in double.
template <class T, class A>
void dot(BasicCpu<T, A>& device, Slot<BasicCpu<T, A>> out, Read<BasicCpu<T, A>> a,
         Read<BasicCpu<T, A>> b, std::size_t count) {
  sum(device, out, math::Product{}, count, a, b);
}

/// out = the Euclidean norm of a vector; the sum of squares is in double.
template <class T, class A>
void norm2(BasicCpu<T, A>& device, Slot<BasicCpu<T, A>> out, Read<BasicCpu<T, A>> a,
           std::size_t count) {
  dot(device, out, a, a, count);
  cpu::number(device, out) = std::sqrt(cpu::number(device, out));
}

}  // namespace saddle
