// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/product/product.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/core/simd/lanes.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace saddle::cpu {

/// Whether `columns` is a width that `narrow_product` has a kernel for.
template <class T, class A>
constexpr bool is_narrow(std::size_t columns) {
  return (columns == 1 || columns == 2 || columns == 4) && columns <= simd::width<T, A>;
}

/// One register of results: rows row ... of a (rows, depth) times the transpose of b (N, depth),
/// lanes along the depth; lane r N + j is row r, column j.
template <class A, std::size_t N, class T>
[[gnu::noinline]] simd::Batch<T, A> narrow_block(const T* a, std::size_t stride, const T* b,
                                                 std::size_t depth, std::size_t rows) {
  using B = simd::Batch<T, A>;
  constexpr std::size_t width = simd::width<T, A>;
  constexpr std::size_t R = width / N;
  std::array<B, width> sums;
  sums.fill(B(T(0)));
  const auto step = [&](std::size_t k, auto lanes) __attribute__((always_inline)) {
    std::array<B, N> right;
    simd::unroll<N>([&](auto j) __attribute__((always_inline)) {
      right[j] = simd::load_partial<A>(b + j * depth + k, lanes);
    });
    simd::unroll<R>([&](auto r) __attribute__((always_inline)) {
      const T* const from = a + (r < rows ? r * stride : 0);  // a row too many repeats the first
      const B left = simd::load_partial<A>(from + k, lanes);
      simd::unroll<N>([&](auto j) __attribute__((always_inline)) {
        sums[r * N + j] = simd::multiply_add(left, right[j], sums[r * N + j]);
      });
    });
  };
  std::size_t k = 0;
  for (; k + width <= depth; k += width) step(k, simd::AllLanes{});
  if (k < depth) step(k, depth - k);
  return simd::reduce_add_each(sums);
}

/// The product of a (rows, depth) and the transpose of b (columns, depth), for numbers of columns
/// that `is_narrow` allows.
///
/// The epilogue sees whole registers of results that lie one after the other, as if the matrix
/// had one row of several samples, so the column it is given is 0 and its stride `columns`.
template <class A, class T>
void narrow_product(std::size_t columns, const T* a, std::size_t stride, const T* b,
                    std::size_t depth, std::size_t rows, const Finish<T>& finish) {
  constexpr std::size_t width = simd::width<T, A>;
  const std::size_t block = width / columns;
  const std::size_t task_blocks = (std::size_t{1} << 18) / (depth * width + 1) + 1;
  const std::size_t task_rows = task_blocks * block;
  const auto kernel = columns == 1   ? &narrow_block<A, 1, T>
                      : columns == 2 ? &narrow_block<A, 2, T>
                                     : &narrow_block<A, std::min<std::size_t>(4, width), T>;
  parallel::for_each((rows + task_rows - 1) / task_rows, [&](std::size_t task) {
    const std::size_t last = std::min(rows, (task + 1) * task_rows);
    for (std::size_t row = task * task_rows; row < last; row += block) {
      const std::size_t count = std::min(block, last - row);
      alignas(64) T sums[width];
      simd::store(sums, kernel(a + row * stride, stride, b, depth, count));
      finish.block(sums, width, 1, count * columns, row, 0, finish.epilogue);
    }
  });
}

}  // namespace saddle::cpu
