// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/epilogue.hpp>
#include <saddle/backend/cpu/image_blocks.hpp>
#include <saddle/backend/cpu/image_lattice.hpp>
#include <saddle/backend/cpu/panel.hpp>
#include <saddle/core/parallel.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

/// The weight gradient of a convolution: a product over the pixels of the result, whose left factor
/// is read where it lies in the images.
namespace saddle::cpu {

/// `R` rows by `V` registers of the gradient: sums over `count` pixels of left times right. The
/// factor that is an image has its numbers where `pixels` lists them, the other `stride` apart.
template <class A, std::size_t R, std::size_t V, bool left_listed, class T, class Lanes,
          class Epilogue>
[[gnu::noinline]] void gradient_tile(const T* left, const T* right, std::size_t stride,
                                     const ImageRow* pixels, std::size_t count, std::size_t row,
                                     std::size_t column, Lanes lanes, const Epilogue& epilogue) {
  using B = simd::Batch<T, A>;
  constexpr std::size_t width = simd::width<T, A>;
  std::array<std::array<B, V>, R> sums;
  simd::unroll<R * V>([&](auto i) __attribute__((always_inline)) { sums[i / V][i % V] = B(T(0)); });
#if !defined(__clang__)
#pragma GCC unroll 4
#endif
  for (std::size_t k = 0; k < count; ++k) {
    const T* const a = left_listed ? left + pixels[k].from : left;
    const T* const b = left_listed ? right : right + pixels[k].from;
    std::array<B, V> columns;
    simd::unroll<V>([&](auto v) __attribute__((always_inline)) {
      columns[v] = simd::load_partial<A>(b + v * width, lanes);
    });
    simd::unroll<R>([&](auto r) __attribute__((always_inline)) {
      B value(a[r]);
      simd::hold(value);
      simd::unroll<V>([&](auto v) __attribute__((always_inline)) {
        sums[r][v] = simd::multiply_add(value, columns[v], sums[r][v]);
      });
    });
    if constexpr (left_listed) right += stride;
    else left += stride;
  }
  const Epilogue finish = epilogue;
  simd::unroll<R>([&](auto r) __attribute__((always_inline)) {
    simd::unroll<V>([&](auto v) __attribute__((always_inline)) {
      finish(sums[r][v], row + r, column + v * width, lanes);
    });
  });
}

/// Scalars of scratch that `ImageGradient` takes.
template <class T, class A>
constexpr std::size_t image_gradient_scratch_size(const Convolution& g) {
  constexpr std::size_t panel_width = 2 * simd::width<T, A>;
  const ImageLattice lattice(g, false);
  const std::size_t panels = (lattice.result_slice + panel_width - 1) / panel_width;
  return lattice.window_size() + panels * padded(lattice.pixels() * panel_width) +
         padded(lattice.pixels() * sizeof(ImageRow) / sizeof(float));
}

/// dw += x^T dz over the pixels of `n` images, block by block; db, unless null, += their sums.
template <class T, class A>
class ImageGradient {
 public:
  ImageGradient(const Convolution& g, T* dw, T* db, const T* x, const T* dz, std::size_t n)
      : g_(g), images_(g, false, x, n), dw_(dw), db_(db), dz_(dz) {}

  void run(BasicCpu<T, A>& device) {
    ScratchFrame frame(device);
    T* const window = lattice().in_place() ? nullptr : raw(frame.take(lattice().window_size()));
    T* const packed = raw(frame.take(panels() * panel_size()));
    pixels_ = reinterpret_cast<ImageRow*>(
        raw(frame.take(lattice().pixels() * sizeof(ImageRow) / sizeof(float))));
    for (group_ = 0; group_ < g_.groups; ++group_) {
      images_.use_group(group_);
      for (std::size_t b = 0; b < images_.count(); ++b) add_block(window, packed, b);
    }
  }

 private:
  static constexpr std::size_t width = simd::width<T, A>;
  static constexpr std::size_t panel_width = 2 * width;
  using Block = typename ImageBlocks<T>::Block;

  const ImageLattice& lattice() const { return images_.lattice(); }
  std::size_t columns() const { return lattice().result_slice; }
  std::size_t panels() const { return (columns() + panel_width - 1) / panel_width; }
  std::size_t panel_size() const { return padded(lattice().pixels() * panel_width); }
  /// Where the result is narrower than a register, its columns are the rows of the product.
  bool narrow() const { return columns() <= narrow_image_columns; }
  std::size_t run_length() const { return g_.kernel * lattice().slice; }
  T* gradient() const { return dw_ + group_ * columns(); }

  void add_block(T* window, T* packed, std::size_t b) {
    const Block block = images_.block_at(b, window);
    images_.for_phases(
        [&](const auto& phase) { count_ = images_.list_rows(pixels_, block, phase); });
    // The pixels of a block follow one another in the result.
    const T* const dz = dz_ + pixels_[0].to * g_.out + group_ * columns();
    const std::size_t windows = lattice().in_place() ? 0 : 1;
    parallel::for_each(windows + (narrow() ? 0 : panels()), [&](std::size_t task) {
      if (task < windows) return images_.fill_window(window, b);
      const std::size_t column = (task - windows) * panel_width;
      copy_panel<A>(packed + (task - windows) * panel_size(), dz + column, g_.out,
                    std::min(panel_width, columns() - column), count_,
                    db_ ? db_ + group_ * columns() + column : nullptr);
    });
    const std::size_t tile = narrow() ? narrow_registers * width : tile_rows<A>;
    const std::size_t tiles = (run_length() + tile - 1) / tile;
    constexpr std::size_t enough = std::size_t{1} << 19;  // multiplications worth a task
    const std::size_t group = enough / (tile * columns() * count_) + 1;
    const std::size_t groups = (tiles + group - 1) / group;
    parallel::for_each(g_.kernel * groups, [&](std::size_t task) {
      const std::size_t run = task / groups;
      const std::size_t first = task % groups * group * tile;
      const std::size_t last = std::min(run_length(), first + group * tile);
      const T* const image = block.source + run * block.row_stride;
      if (narrow()) add_narrow(image, dz, run, first, last);
      else add_rows(image, packed, run, first, last);
    });
  }

  /// Rows first ... last - 1 of one row of the kernel.
  void add_rows(const T* image, const T* packed, std::size_t run, std::size_t first,
                std::size_t last) const {
    constexpr std::size_t tall = tile_rows<A>;
    std::size_t row = first;
    for (; row + tall <= last; row += tall) add_tile<tall>(image, packed, run, row);
    for (; row + 4 <= last; row += 4) add_tile<4>(image, packed, run, row);
    for (; row < last; ++row) add_tile<1>(image, packed, run, row);
  }

  template <std::size_t R>
  void add_tile(const T* image, const T* packed, std::size_t run, std::size_t row) const {
    const Accumulate<T> epilogue{gradient(), g_.out};
    const std::size_t to = run * run_length() + row;
    for (std::size_t r = 0; r < R; ++r) __builtin_prefetch(gradient() + (to + r) * g_.out, 1);
    for (std::size_t column = 0; column < columns();
         column += panel_width, packed += panel_size()) {
      const std::size_t count = columns() - column;
      if (count >= panel_width) {
        gradient_tile<A, R, 2, true>(image + row, packed, panel_width, pixels_, count_, to, column,
                                     simd::AllLanes{}, epilogue);
        continue;
      }
      for (std::size_t done = 0; done < count; done += width) {
        alignas(64) T sums[R * width];
        gradient_tile<A, R, 1, true>(image + row, packed + done, panel_width, pixels_, count_, 0, 0,
                                     simd::AllLanes{}, StoreSum<T>{sums, width});
        finish_block<A, T, Accumulate<T>>(sums, width, R, std::min(width, count - done), to,
                                          column + done, &epilogue);
      }
    }
  }

  static constexpr std::size_t narrow_registers = simd::registers<A> >= 32 ? 6 : 3;

  void add_narrow(const T* image, const T* dz, std::size_t run, std::size_t first,
                  std::size_t last) const {
    const auto tile = columns() == 1   ? &ImageGradient::template add_narrow_tile<1>
                      : columns() == 2 ? &ImageGradient::template add_narrow_tile<2>
                      : columns() == 3 ? &ImageGradient::template add_narrow_tile<3>
                                       : &ImageGradient::template add_narrow_tile<4>;
    for (std::size_t column = first; column < last; column += narrow_registers * width) {
      (this->*tile)(image + column, dz, run * run_length() + column,
                    std::min(narrow_registers * width, last - column));
    }
  }

  template <std::size_t R>
  void add_narrow_tile(const T* image, const T* dz, std::size_t to, std::size_t count) const {
    const AccumulateTransposed<T> epilogue{gradient(), g_.out};
    if (count == narrow_registers * width) {
      gradient_tile<A, R, narrow_registers, false>(dz, image, g_.out, pixels_, count_, 0, to,
                                                   simd::AllLanes{}, epilogue);
      return;
    }
    for (std::size_t done = 0; done < count; done += width) {
      gradient_tile<A, R, 1, false>(dz, image + done, g_.out, pixels_, count_, 0, to + done,
                                    std::min(width, count - done), epilogue);
    }
  }

  Convolution g_;
  ImageBlocks<T> images_;
  T* dw_;
  T* db_;
  const T* dz_;
  ImageRow* pixels_ = nullptr;  // of the block at work
  std::size_t count_ = 0;
  std::size_t group_ = 0;
};

}  // namespace saddle::cpu
