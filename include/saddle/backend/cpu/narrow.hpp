// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include <saddle/core/parallel.hpp>
#include <saddle/core/simd.hpp>

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

/// The product of a (rows, depth) and the transpose of b (N, depth) for N = 1, 2 or 4 columns.
///
/// The epilogue sees whole registers of results that lie one after the other, so its stride is N.
template <class A, std::size_t N, class T, class Epilogue>
void narrow_product(const T* a, std::size_t stride, const T* b, std::size_t depth,
                    std::size_t rows, const Epilogue& epilogue) {
  constexpr std::size_t block = simd::width<T, A> / N;
  const std::size_t task_rows =
      (std::max<std::size_t>((std::size_t{1} << 18) / (depth * N + 1), 1) + block - 1) / block *
      block;
  parallel::for_each((rows + task_rows - 1) / task_rows, [&](std::size_t task) {
    const std::size_t last = std::min(rows, (task + 1) * task_rows);
    for (std::size_t row = task * task_rows; row < last; row += block) {
      const std::size_t count = std::min(block, last - row);
      epilogue(narrow_block<A, N>(a + row * stride, stride, b, depth, count), row, std::size_t{0},
               count * N);
    }
  });
}

/// The same with the number of columns chosen at run time from those `is_narrow` allows.
template <class A, class T, class Epilogue>
void narrow_product(std::size_t columns, const T* a, std::size_t stride, const T* b,
                    std::size_t depth, std::size_t rows, const Epilogue& epilogue) {
  if (columns == 1) return narrow_product<A, 1>(a, stride, b, depth, rows, epilogue);
  if (columns == 2) return narrow_product<A, 2>(a, stride, b, depth, rows, epilogue);
  if constexpr (simd::width<T, A> >= 4) {
    narrow_product<A, 4>(a, stride, b, depth, rows, epilogue);
  }
}

}  // namespace saddle::cpu
