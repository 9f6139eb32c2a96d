// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/image/image_blocks.hpp>
#include <saddle/backend/cpu/image/image_lattice.hpp>
#include <saddle/backend/cpu/product/epilogue.hpp>
#include <saddle/backend/cpu/product/panel.hpp>
#include <saddle/backend/cpu/reduce.hpp>
#include <saddle/core/arithmetic.hpp>
#include <saddle/core/parallel.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

/// The weight gradient of a convolution: a product over the pixels of the result, whose left factor
/// is read where it lies in the images.
namespace saddle::cpu {

/// The pixels that a tile sums over: their numbers are `stride` apart, those of the right factor,
/// where it is an image, begin where `pixels` says.
template <class T>
struct PixelFactors {
  const T* left;
  std::size_t left_stride;
  const T* right;
  std::size_t right_stride;
  const ImageRow* pixels;
  std::size_t count;
};

/// `R` rows by `V` registers of the gradient: sums over the pixels of left times right.
template <class A, std::size_t R, std::size_t V, bool right_is_image, class T, class Lanes,
          class Epilogue>
[[gnu::noinline]] void gradient_tile(const PixelFactors<T>& factors, std::size_t row,
                                     std::size_t column, Lanes lanes, const Epilogue& epilogue) {
  using B = simd::Batch<T, A>;
  constexpr std::size_t width = simd::width<T, A>;
  const ImageRow* pixel = factors.pixels;
  const T* left = factors.left;
  const T* right = factors.right;
  const std::size_t left_stride = factors.left_stride;
  const std::size_t right_stride = factors.right_stride;
  std::array<std::array<B, V>, R> sums;
  simd::unroll<R * V>([&](auto i) __attribute__((always_inline)) { sums[i / V][i % V] = B(T(0)); });
#if !defined(__clang__)
#pragma GCC unroll 4
#endif
  for (std::size_t k = factors.count; k > 0; --k) {
    const T* const b = right_is_image ? right + pixel->from : right;
    std::array<B, V> columns;
    simd::unroll<V>([&](auto v) __attribute__((always_inline)) {
      columns[v] = simd::load_partial<A>(b + v * width, lanes);
      simd::keep(columns[v]);
    });
    simd::unroll<R>([&](auto r) __attribute__((always_inline)) {
      B value(left[r]);
      simd::hold(value);
      simd::unroll<V>([&](auto v) __attribute__((always_inline)) {
        sums[r][v] = simd::multiply_add(value, columns[v], sums[r][v]);
      });
    });
    left += left_stride;
    if constexpr (right_is_image) ++pixel;
    else right += right_stride;
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
      : g_(g), images_(g, false, x, n), dw_(dw), db_(db), dz_(dz), n_(n) {}

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
    if (narrow() && db_) {  // else they are summed where dz is packed
      using D = BasicCpu<T, A>;
      column_sums(device, math::Self{}, n_ * g_.out_pixels(), g_.out, Write<D>(db_), Read<D>(dz_));
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

  /// Pixels of a block: begin ... end - 1 of the list.
  struct Range {
    std::size_t begin;
    std::size_t end;
    std::size_t size() const { return end - begin; }
  };

  void add_block(T* window, T* packed, std::size_t b) {
    const Block block = images_.block_at(b, window);
    const std::size_t count = list_pixels(block);
    const std::size_t row_pixels = block.images * lattice().columns;
    const std::size_t windows = lattice().in_place() ? 0 : 1;
    parallel::for_each(windows + (narrow() ? 0 : panels()), [&](std::size_t task) {
      if (task < windows) images_.fill_window(window, b);
      else pack_panel(packed, task - windows, count);
    });
    const std::size_t tile = narrow() ? narrow_registers * width : tile_rows<A>;
    const std::size_t tiles = (run_length() + tile - 1) / tile;
    constexpr std::size_t enough = std::size_t{1} << 19;  // multiplications worth a task
    const std::size_t group = enough / (tile * columns() * count) + 1;
    const std::size_t groups = (tiles + group - 1) / group;
    parallel::for_each(g_.kernel * groups, [&](std::size_t task) {
      const std::size_t run = task / groups;
      const std::size_t first = task % groups * group * tile;
      const std::size_t last = std::min(run_length(), first + group * tile);
      const T* const image = block.source + run * block.row_stride;
      if (narrow()) return add_narrow(image, run, first, last, count);
      const Range rows = rows_inside(block, run);
      add_rows(image, packed, run, first, last, {rows.begin * row_pixels, rows.end * row_pixels});
    });
  }

  /// Lists the pixels of a block, row by row of all its images, or as they follow one another in
  /// the result where that is narrow; returns their number.
  std::size_t list_pixels(Block block) {
    std::size_t count = 0;
    images_.for_phases([&](const auto& phase) {
      const typename ImageBlocks<T>::Part all{phase.vertical, phase.horizontal, 0, 0};
      if (narrow()) {
        count = images_.list_rows(pixels_, block, all);
        return;
      }
      for (const std::ptrdiff_t last = block.last_row; block.first_row < last; ++block.first_row) {
        block.last_row = block.first_row + 1;
        count += images_.list_rows(pixels_ + count, block, all);
      }
    });
    return count;
  }

  /// The rows of a block whose pixels under row `run` of the kernel are not all border of zeros.
  Range rows_inside(const Block& block, std::size_t run) const {
    const auto rows = static_cast<std::size_t>(block.last_row - block.first_row);
    if (g_.padding.border != Border::zero) return {0, rows};
    const auto inside = [&](std::size_t row) {
      const std::size_t i = static_cast<std::size_t>(block.first_row) + row;
      const std::size_t source = i * g_.stride + run;
      return source >= g_.padding.before && source < g_.padding.before + g_.height;
    };
    Range range{0, rows};
    while (range.begin < range.end && !inside(range.begin)) ++range.begin;
    while (range.begin < range.end && !inside(range.end - 1)) --range.end;
    return range;
  }

  /// The result's gradient of panel `p`, pixels in the order of the list.
  void pack_panel(T* packed, std::size_t p, std::size_t count) const {
    const std::size_t column = group_ * columns() + p * panel_width;
    const std::size_t there = std::min(panel_width, columns() - p * panel_width);
    for (std::size_t k = 0; k < count; k += lattice().columns) {
      copy_panel<A>(packed + p * panel_size() + k * panel_width,
                    dz_ + pixels_[k].to * g_.out + column, g_.out, there, lattice().columns,
                    db_ ? db_ + column : nullptr);
    }
  }

  /// Rows first ... last - 1 of one row of the kernel, in tiles of nearly the same height.
  void add_rows(const T* image, const T* packed, std::size_t run, std::size_t first,
                std::size_t last, Range pixels) const {
    constexpr std::size_t tall = tile_rows<A>;
    for (std::size_t row = first; row < last;) {
      const std::size_t rows = last - row;
      const std::size_t tiles = (rows + 5) / 6;
      const std::size_t height = tall > 6 && rows >= tall ? tall : (rows + tiles - 1) / tiles;
      const auto tile = height == tall ? &ImageGradient::template add_tile<tall>
                        : height == 6  ? &ImageGradient::template add_tile<6>
                        : height == 5  ? &ImageGradient::template add_tile<5>
                        : height == 4  ? &ImageGradient::template add_tile<4>
                        : height == 3  ? &ImageGradient::template add_tile<3>
                        : height == 2  ? &ImageGradient::template add_tile<2>
                                       : &ImageGradient::template add_tile<1>;
      (this->*tile)(image + row, packed, run * run_length() + row, pixels);
      row += height;
    }
  }

  /// `R` rows from row `to` of the gradient on. The numbers of the image are packed: pixels of many
  /// channels fall on few sets of the first-level cache.
  template <std::size_t R>
  void add_tile(const T* image, const T* packed, std::size_t to, Range pixels) const {
    constexpr std::size_t stride = (R + width - 1) / width * width;
    alignas(64) T left[pack_limit * stride];
    for (std::size_t r = 0; r < R; ++r) __builtin_prefetch(gradient() + (to + r) * g_.out, 1);
    for (std::size_t done = pixels.begin; done < pixels.end; done += pack_limit) {
      const std::size_t count = std::min(pack_limit, pixels.end - done);
      for (std::size_t k = 0; k < count; ++k) {
        const T* const from = image + pixels_[done + k].from;
        simd::unroll<stride / width>([&](auto v) __attribute__((always_inline)) {
          constexpr std::size_t lanes = std::min(width, R - v * width);
          simd::store(left + k * stride + v * width,
                      simd::load_partial<A>(from + v * width, lanes));
        });
      }
      const T* right = packed + done * panel_width;
      for (std::size_t column = 0; column < columns();
           column += panel_width, right += panel_size()) {
        add_panel<R>({left, stride, right, panel_width, nullptr, count}, to, column);
      }
    }
  }

  /// One panel; where it is not full, its sums pass through memory.
  template <std::size_t R>
  void add_panel(const PixelFactors<T>& factors, std::size_t to, std::size_t column) const {
    const Accumulate<T> epilogue{gradient(), g_.out};
    const std::size_t count = columns() - column;
    if (count >= panel_width) {
      gradient_tile<A, R, 2, false>(factors, to, column, simd::AllLanes{}, epilogue);
      return;
    }
    alignas(64) T sums[R * panel_width] = {};
    gradient_tile<A, R, 2, false>(factors, 0, 0, simd::AllLanes{},
                                  Accumulate<T>{sums, panel_width});
    finish_block<A, T, Accumulate<T>>(sums, panel_width, R, count, to, column, &epilogue);
  }

  static constexpr std::size_t pack_limit = 512;  // pixels
  static constexpr std::size_t narrow_registers = simd::registers<A> >= 32 ? 6 : 3;

  void add_narrow(const T* image, std::size_t run, std::size_t first, std::size_t last,
                  std::size_t count) const {
    // The pixels of a block follow one another in the result.
    const T* const dz = dz_ + pixels_[0].to * g_.out + group_ * columns();
    const auto tile = columns() == 1   ? &ImageGradient::template add_narrow_tile<1>
                      : columns() == 2 ? &ImageGradient::template add_narrow_tile<2>
                      : columns() == 3 ? &ImageGradient::template add_narrow_tile<3>
                                       : &ImageGradient::template add_narrow_tile<4>;
    for (std::size_t column = first; column < last; column += narrow_registers * width) {
      (this->*tile)({dz, g_.out, image + column, 0, pixels_, count}, run * run_length() + column,
                    std::min(narrow_registers * width, last - column));
    }
  }

  template <std::size_t R>
  void add_narrow_tile(PixelFactors<T> factors, std::size_t to, std::size_t count) const {
    const AccumulateTransposed<T> epilogue{gradient(), g_.out};
    if (count == narrow_registers * width) {
      gradient_tile<A, R, narrow_registers, true>(factors, 0, to, simd::AllLanes{}, epilogue);
      return;
    }
    for (std::size_t done = 0; done < count; done += width, factors.right += width) {
      gradient_tile<A, R, 1, true>(factors, 0, to + done, std::min(width, count - done), epilogue);
    }
  }

  Convolution g_;
  ImageBlocks<T> images_;
  T* dw_;
  T* db_;
  const T* dz_;
  std::size_t n_;
  ImageRow* pixels_ = nullptr;  // of the block at work
  std::size_t group_ = 0;
};

}  // namespace saddle::cpu
