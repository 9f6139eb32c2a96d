// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/image/image_lattice.hpp>
#include <saddle/backend/cpu/product/epilogue.hpp>
#include <saddle/backend/cpu/product/product.hpp>
#include <saddle/core/simd/lanes.hpp>

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
/// kernel, or a part of it. In packed weights a run takes `packed` rows.
struct Runs {
  std::size_t count;
  std::size_t length;
  std::size_t stride;
  std::size_t packed;
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
    panel += (runs.packed - length) * 2 * width;
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
template <class A, std::size_t R, std::size_t V, class T>
void image_tile_in_memory(const T* image, const ImageRow* rows, const Runs& runs, const T* panel,
                          std::size_t column, std::size_t columns,
                          decltype(ImageFinish<T>::block) block, const void* epilogue) {
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
  const auto tile = columns > simd::width<T, A> ? &image_tile_in_memory<A, R, 2, T>
                                                : &image_tile_in_memory<A, R, 1, T>;
  tile(image, rows, runs, panel, column, columns, finish.block, finish.epilogue);
}

/// `count` rows by one panel of `columns` columns.
template <class A, class T>
void image_panel(const T* image, const ImageRow* rows, std::size_t count, const Runs& runs,
                 const T* panel, std::size_t column, std::size_t columns,
                 const ImageFinish<T>& finish) {
  constexpr std::size_t tall = tile_rows<A>;
  const ImageRow* const end = rows + count;
  std::size_t talls = columns == 2 * simd::width<T, A> ? tall_tiles<A>(count) : 0;
  for (; talls > 0; --talls, rows += tall) {
    finish.tall(image, rows, runs, panel, column, finish.epilogue);
  }
  if (columns <= simd::width<T, A>) {
    for (; rows + 8 <= end; rows += 8) {
      image_tile_in_memory<A, 8, 1>(image, rows, runs, panel, column, columns, finish.block,
                                    finish.epilogue);
    }
  }
  for (; rows + 4 <= end; rows += 4) {
    image_rows<A, 4>(image, rows, runs, panel, column, columns, finish);
  }
  for (; rows < end; ++rows) {
    image_rows<A, 1>(image, rows, runs, panel, column, columns, finish);
  }
}

/// Rows that one pass of the narrow kernel holds the sums of.
template <std::size_t N>
inline constexpr std::size_t narrow_image_rows = N == 1 ? 8 : 12 / N;

/// Adds to `sums` (rows, N) what `runs` give, lanes along them; column j of the weights begins at
/// b + j * depth.
template <class A, std::size_t N, class T>
[[gnu::always_inline]] inline void add_narrow_runs(
    std::array<const T*, narrow_image_rows<N>> a, const Runs& runs, const T* b, std::size_t depth,
    std::array<simd::Batch<T, A>, narrow_image_rows<N> * N>& sums) {
  using B = simd::Batch<T, A>;
  constexpr std::size_t width = simd::width<T, A>;
  constexpr std::size_t R = narrow_image_rows<N>;
  const auto step = [&](std::size_t k, auto lanes) __attribute__((always_inline)) {
    std::array<B, N> columns;
    simd::unroll<N>([&](auto j) __attribute__((always_inline)) {
      columns[j] = simd::load_partial<A>(b + j * depth + k, lanes);
      simd::keep(columns[j]);
    });
    simd::unroll<R>([&](auto r) __attribute__((always_inline)) {
      B left = simd::load_partial<A>(a[r] + k, lanes);
      simd::keep(left);
      simd::unroll<N>([&](auto j) __attribute__((always_inline)) {
        sums[r * N + j] = simd::multiply_add(left, columns[j], sums[r * N + j]);
      });
    });
  };
  for (std::size_t run = 0; run < runs.count; ++run, b += runs.length) {
    std::size_t k = 0;
    for (; k + width <= runs.length; k += width) step(k, simd::AllLanes{});
    if (k < runs.length) step(k, runs.length - k);
    simd::unroll<R>([&](auto r) __attribute__((always_inline)) { a[r] += runs.stride; });
  }
}

/// Rows by `N` columns; `b` (N, depth) holds the columns one after the other. The sums of a row go
/// to `N` scalars at its place in `result`, which begins with pixel `first`.
///
/// Weights that are too many for the first-level cache are taken run by run, for a group of rows.
template <class A, std::size_t N, class T>
[[gnu::noinline]] void narrow_image_columns_of(const T* image, const ImageRow* rows,
                                               std::size_t count, const Runs& runs, const T* b,
                                               T* result, std::size_t first) {
  using B = simd::Batch<T, A>;
  constexpr std::size_t width = simd::width<T, A>;
  constexpr std::size_t R = narrow_image_rows<N>;
  constexpr std::size_t registers = (R * N + width - 1) / width;  // of results
  constexpr std::size_t group = 16;
  const std::size_t depth = runs.count * runs.length;
  const bool few = N * depth * sizeof(T) <= (std::size_t{1} << 14);
  const Runs part{few ? runs.count : std::size_t{1}, runs.length, runs.stride, runs.length};
  std::array<std::array<B, R * N>, group> sums;
  for (std::size_t done = 0; done < count; done += group * R) {
    const std::size_t there = std::min(group * R, count - done);
    for (std::size_t run = 0; run < runs.count; run += part.count) {
      for (std::size_t i = 0; i * R < there; ++i) {
        std::array<const T*, R> a;
        simd::unroll<R>([&](auto r) __attribute__((always_inline)) {
          const std::size_t row = std::min(i * R + r, there - 1);  // the last one is repeated
          a[r] = image + rows[done + row].from + run * runs.stride;
        });
        std::array<B, R * N> own;
        simd::unroll<R * N>([&](auto k) __attribute__((always_inline)) {
          own[k] = run == 0 ? B(T(0)) : sums[i][k];
        });
        add_narrow_runs<A, N>(a, part, b + run * runs.length, depth, own);
        sums[i] = own;
      }
    }
    for (std::size_t i = 0; i * R < there; ++i) {
      alignas(64) T values[registers * width];
      simd::unroll<registers>([&](auto v) __attribute__((always_inline)) {
        std::array<B, width> lanes;
        simd::unroll<width>([&](auto k) __attribute__((always_inline)) {
          if constexpr (v * width + k < R * N) lanes[k] = sums[i][v * width + k];
          else lanes[k] = B(T(0));
        });
        simd::store(values + v * width, simd::reduce_add_each(lanes));
      });
      for (std::size_t r = 0; r < std::min(R, there - i * R); ++r) {
        std::copy_n(values + r * N, N, result + (rows[done + i * R + r].to - first) * N);
      }
    }
  }
}

/// The same for `columns` from 1 to `narrow_image_columns`.
template <class A, class T>
void narrow_image_panel(const T* image, const ImageRow* rows, std::size_t count, const Runs& runs,
                        const T* b, std::size_t columns, T* result, std::size_t first) {
  const auto kernel = columns == 1   ? &narrow_image_columns_of<A, 1, T>
                      : columns == 2 ? &narrow_image_columns_of<A, 2, T>
                      : columns == 3 ? &narrow_image_columns_of<A, 3, T>
                                     : &narrow_image_columns_of<A, 4, T>;
  kernel(image, rows, count, runs, b, result, first);
}

}  // namespace saddle::cpu
