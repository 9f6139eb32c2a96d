// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/epilogue.hpp>
#include <saddle/backend/cpu/image_lattice.hpp>
#include <saddle/backend/cpu/product.hpp>
#include <saddle/core/simd.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

/// Register tiles whose left factor is read where it lies in an image: a row of the product is a
/// pixel of the result, its numbers are the pixels under the kernel.
namespace saddle::cpu {

/// A row of the product: where its numbers begin in the image, and which pixel of the result it is.
struct ImageRow {
  std::uint32_t from;
  std::uint32_t to;
};

/// How the numbers of a row lie: runs of `length` scalars, `stride` apart; one run is a row of the
/// kernel.
struct Runs {
  std::size_t count;
  std::size_t length;
  std::size_t stride;

  std::size_t depth() const { return count * length; }
};

/// `R` rows by `V` registers; `panel` is packed (see panel.hpp). `epilogue(sums, pixel, column,
/// lanes)` stores them.
template <class A, std::size_t R, std::size_t V, class T, class Epilogue>
[[gnu::noinline]] void image_tile(const T* image, const ImageRow* rows, const Runs& runs,
                                  const T* panel, std::size_t column, const Epilogue& epilogue) {
  using B = simd::Batch<T, A>;
  constexpr std::size_t width = simd::width<T, A>;
  std::array<const T*, R> a;
  simd::unroll<R>([&](auto r) __attribute__((always_inline)) { a[r] = image + rows[r].from; });
  std::array<std::array<B, V>, R> sums;
  simd::unroll<R * V>([&](auto i) __attribute__((always_inline)) { sums[i / V][i % V] = B(T(0)); });
  const std::size_t length = runs.length;
  for (std::size_t run = runs.count; run > 0; --run) {
#if !defined(__clang__)
#pragma GCC unroll 4
#endif
    for (std::size_t k = 0; k < length; ++k) {
      std::array<B, V> right;
      simd::unroll<V>([&](auto v) __attribute__((always_inline)) {
        right[v] = simd::load<A>(panel + v * width);
      });
      simd::unroll<R>([&](auto r) __attribute__((always_inline)) {
        B value(a[r][k]);
        simd::hold(value);
        simd::unroll<V>([&](auto v) __attribute__((always_inline)) {
          sums[r][v] = simd::multiply_add(value, right[v], sums[r][v]);
        });
      });
      panel += 2 * width;
    }
    simd::unroll<R>([&](auto r) __attribute__((always_inline)) { a[r] += runs.stride; });
  }
  const Epilogue finish = epilogue;
  simd::unroll<R>([&](auto r) __attribute__((always_inline)) {
    simd::unroll<V>([&](auto v) __attribute__((always_inline)) {
      finish(sums[r][v], rows[r].to, column + v * width, simd::AllLanes{});
    });
  });
}

/// How the sums of image tiles are finished; see `Finish`.
template <class T>
struct ImageFinish {
  const void* epilogue;
  void (*tall)(const T* image, const ImageRow* rows, const Runs& runs, const T* panel,
               std::size_t column, const void* epilogue);
  void (*block)(const T* sums, std::size_t stride, std::size_t rows, std::size_t columns,
                std::size_t row, std::size_t column, const void* epilogue);
};

/// The tile with its sums in memory, from where `finish` takes them row by row.
template <class A, std::size_t R, std::size_t V, class T, class Block>
void image_tile_in_memory(const T* image, const ImageRow* rows, const Runs& runs, const T* panel,
                          std::size_t column, std::size_t columns, Block block,
                          const void* epilogue) {
  constexpr std::size_t stride = V * simd::width<T, A>;
  alignas(64) T sums[R * stride];
  std::array<ImageRow, R> local;
  for (std::size_t r = 0; r < R; ++r) local[r] = {rows[r].from, static_cast<std::uint32_t>(r)};
  image_tile<A, R, V>(image, local.data(), runs, panel, 0, StoreSum<T>{sums, stride});
  for (std::size_t r = 0; r < R; ++r) {
    block(sums + r * stride, stride, 1, columns, rows[r].to, column, epilogue);
  }
}

template <class A, class T, class Epilogue>
void tall_image_tile(const T* image, const ImageRow* rows, const Runs& runs, const T* panel,
                     std::size_t column, const void* epilogue) {
  constexpr std::size_t R = tile_rows<A>;
  if constexpr (Epilogue::heavy) {
    image_tile_in_memory<A, R, 2>(image, rows, runs, panel, column, 2 * simd::width<T, A>,
                                  &finish_block<A, T, Epilogue>, epilogue);
  } else {
    image_tile<A, R, 2>(image, rows, runs, panel, column, *static_cast<const Epilogue*>(epilogue));
  }
}

/// The finish that an epilogue, which must outlive it, stands for.
template <class A, class T, class Epilogue>
ImageFinish<T> image_finish_with(const Epilogue& epilogue) {
  return {&epilogue, &tall_image_tile<A, T, Epilogue>, &finish_block<A, T, Epilogue>};
}

template <class A, std::size_t R, class T>
void image_rows(const T* image, const ImageRow* rows, const Runs& runs, const T* panel,
                std::size_t column, std::size_t columns, const ImageFinish<T>& finish) {
  if (columns > simd::width<T, A>) {
    image_tile_in_memory<A, R, 2>(image, rows, runs, panel, column, columns, finish.block,
                                  finish.epilogue);
  } else {
    image_tile_in_memory<A, R, 1>(image, rows, runs, panel, column, columns, finish.block,
                                  finish.epilogue);
  }
}

/// `count` rows by one panel of `columns` columns.
template <class A, class T>
void image_panel(const T* image, const ImageRow* rows, std::size_t count, const Runs& runs,
                 const T* panel, std::size_t column, std::size_t columns,
                 const ImageFinish<T>& finish) {
  constexpr std::size_t tall = tile_rows<A>;
  const ImageRow* const end = rows + count;
  std::size_t talls = columns == 2 * simd::width<T, A> ? count / tall : 0;
  if (tall % 4 != 0 && talls > 0 && count % tall / 2 == 1) --talls;  // rather 4 + 4 than 6 + 2
  for (; talls > 0; --talls, rows += tall) {
    finish.tall(image, rows, runs, panel, column, finish.epilogue);
  }
  for (; rows + 4 <= end; rows += 4) {
    image_rows<A, 4>(image, rows, runs, panel, column, columns, finish);
  }
  for (; rows < end; ++rows) {
    image_rows<A, 1>(image, rows, runs, panel, column, columns, finish);
  }
}

/// Rows by `N` columns, lanes along the runs; `b` (N, depth) holds the columns one after the other.
/// The sums of a row go to `N` scalars at its place in `result`, which begins with pixel `first`.
template <class A, std::size_t N, class T>
[[gnu::noinline]] void narrow_image_rows(const T* image, const ImageRow* rows, std::size_t count,
                                         const Runs& runs, const T* b, T* result,
                                         std::size_t first) {
  using B = simd::Batch<T, A>;
  constexpr std::size_t width = simd::width<T, A>;
  constexpr std::size_t R = N == 1 ? 8 : 12 / N;
  constexpr std::size_t registers = (R * N + width - 1) / width;  // of results
  const std::size_t depth = runs.depth();
  for (std::size_t done = 0; done < count; done += R, rows += R) {
    const std::size_t there = std::min(R, count - done);
    std::array<const T*, R> a;
    simd::unroll<R>([&](auto r) __attribute__((always_inline)) {
      a[r] = image + rows[r < there ? r : 0].from;  // a row too many repeats the first
    });
    std::array<B, registers * width> sums;
    sums.fill(B(T(0)));
    const T* right = b;
    const auto step = [&](std::size_t k, auto lanes) __attribute__((always_inline)) {
      std::array<B, N> columns;
      simd::unroll<N>([&](auto j) __attribute__((always_inline)) {
        columns[j] = simd::load_partial<A>(right + j * depth + k, lanes);
        simd::keep(columns[j]);
      });
      simd::unroll<R>([&](auto r) __attribute__((always_inline)) {
        const B left = simd::load_partial<A>(a[r] + k, lanes);
        simd::unroll<N>([&](auto j) __attribute__((always_inline)) {
          sums[r * N + j] = simd::multiply_add(left, columns[j], sums[r * N + j]);
        });
      });
    };
    for (std::size_t run = 0; run < runs.count; ++run, right += runs.length) {
      std::size_t k = 0;
      for (; k + width <= runs.length; k += width) step(k, simd::AllLanes{});
      if (k < runs.length) step(k, runs.length - k);
      simd::unroll<R>([&](auto r) __attribute__((always_inline)) { a[r] += runs.stride; });
    }
    alignas(64) T values[registers * width];
    simd::unroll<registers>([&](auto i) __attribute__((always_inline)) {
      std::array<B, width> part;
      simd::unroll<width>([&](auto k)
                              __attribute__((always_inline)) { part[k] = sums[i * width + k]; });
      simd::store(values + i * width, simd::reduce_add_each(part));
    });
    for (std::size_t r = 0; r < there; ++r) {
      std::copy_n(values + r * N, N, result + (rows[r].to - first) * N);
    }
  }
}

/// The same for `columns` from 1 to `narrow_image_columns`.
template <class A, class T>
void narrow_image_panel(const T* image, const ImageRow* rows, std::size_t count, const Runs& runs,
                        const T* b, std::size_t columns, T* result, std::size_t first) {
  const auto kernel = columns == 1   ? &narrow_image_rows<A, 1, T>
                      : columns == 2 ? &narrow_image_rows<A, 2, T>
                      : columns == 3 ? &narrow_image_rows<A, 3, T>
                                     : &narrow_image_rows<A, 4, T>;
  kernel(image, rows, count, runs, b, result, first);
}

}  // namespace saddle::cpu
