// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>
#include <saddle/backend/cpu/image_blocks.hpp>
#include <saddle/backend/cpu/image_lattice.hpp>
#include <saddle/backend/cpu/image_tile.hpp>
#include <saddle/backend/cpu/panel.hpp>
#include <saddle/core/batch.hpp>
#include <saddle/core/convolution.hpp>
#include <saddle/core/parallel.hpp>

#include <algorithm>
#include <cstddef>

namespace saddle::cpu {

/// Tasks that a product is cut into at most; each has memory of its own.
inline constexpr std::size_t image_tasks = 32;

/// Whether so few blocks there are that tasks share them and split the columns instead.
constexpr bool splits_columns(std::size_t blocks, std::size_t panels) {
  return blocks == 1 || (blocks < 8 && panels >= blocks);
}

/// Scalars of scratch that `image_product` takes.
template <class T, class A>
constexpr std::size_t image_product_scratch_size(const ImageLattice& lattice, std::size_t n) {
  constexpr std::size_t panel_width = 2 * simd::width<T, A>;
  const std::size_t blocks = lattice.blocks(n);
  const std::size_t panels = (lattice.result_slice + panel_width - 1) / panel_width;
  const std::size_t row_scalars = sizeof(ImageRow) / sizeof(float);
  const bool split = splits_columns(blocks, panels);
  const std::size_t tasks = std::min(split ? panels : blocks, image_tasks);
  const std::size_t windows = (split ? blocks : tasks) * lattice.window_size();
  const std::size_t tables = tasks * padded((split ? blocks : 1) * lattice.pixels() * row_scalars);
  return windows + tables + (split ? tasks : panels) * padded(lattice.depth * panel_width);
}

/// A convolution or a transposed one over `n` images: `source` times the packed weights, finished
/// pixel by pixel.
template <class T, class A>
class ImageProduct {
 public:
  ImageProduct(const Convolution& g, bool transposed, const T* source, const T* weights,
               std::size_t n, const ImageFinish<T>& finish)
      : g_(g),
        transposed_(transposed),
        images_(g, transposed, source, n),
        weights_(weights),
        finish_(finish) {}

  void run(BasicCpu<T, A>& device) {
    for (group_ = 0; group_ < g_.groups; ++group_) {
      images_.use_group(group_);
      ScratchFrame frame(device);
      if (splits_columns(images_.count(), panels())) split_columns(frame);
      else split_blocks(frame);
    }
  }

 private:
  static constexpr std::size_t panel_width = 2 * simd::width<T, A>;
  using Frame = ScratchFrame<BasicCpu<T, A>>;
  using Block = typename ImageBlocks<T>::Block;
  using Phase = typename ImageBlocks<T>::Phase;

  const ImageLattice& lattice() const { return images_.lattice(); }
  std::size_t panels() const { return (lattice().result_slice + panel_width - 1) / panel_width; }
  bool narrow() const { return lattice().result_slice <= narrow_image_columns; }

  /// All blocks' windows first, then each task packs and uses its own panels of columns.
  void split_columns(Frame& frame) {
    const std::size_t blocks = images_.count();
    const std::size_t tasks = std::min(panels(), image_tasks);
    T* const windows = take(frame, blocks * lattice().window_size());
    T* const packed = take(frame, tasks * padded(lattice().depth * panel_width));
    ImageRow* const tables = take_rows(frame, tasks, blocks * lattice().pixels());
    if (!lattice().in_place()) {
      parallel::for_each(blocks, [&](std::size_t b) {
        images_.fill_window(windows + b * lattice().window_size(), b);
      });
    }
    parallel::for_each(tasks, [&](std::size_t task) {
      T* const panel = packed + task * padded(lattice().depth * panel_width);
      ImageRow* const table = tables + task * rows_of_table(blocks * lattice().pixels());
      images_.for_phases([&](const Phase& phase) {
        for (std::size_t p = task; p < panels(); p += tasks) {
          pack(panel, phase, p);
          for (std::size_t b = 0; b < blocks; ++b) {
            const Block block = images_.block_at(b, windows + b * lattice().window_size());
            const std::size_t count = images_.list_rows(table, block, phase);
            use(block, phase, table, count, panel, p);
          }
        }
      });
    });
  }

  /// All panels first, then each task takes its blocks with all columns.
  void split_blocks(Frame& frame) {
    const std::size_t blocks = images_.count();
    const std::size_t tasks = std::min(blocks, image_tasks);
    const std::size_t panel_size = padded(lattice().depth * panel_width);
    T* const windows = take(frame, tasks * lattice().window_size());
    T* const packed = take(frame, panels() * panel_size);
    ImageRow* const tables = take_rows(frame, tasks, lattice().pixels());
    parallel::for_each(panels(), [&](std::size_t p) {
      images_.for_phases([&](const Phase& phase) {
        pack(packed + p * panel_size + phase.offset * panel_width, phase, p);
      });
    });
    parallel::for_each(tasks, [&](std::size_t task) {
      T* const window = windows + task * lattice().window_size();
      ImageRow* const table = tables + task * rows_of_table(lattice().pixels());
      for (std::size_t b = task; b < blocks; b += tasks) {
        if (!lattice().in_place()) images_.fill_window(window, b);
        const Block block = images_.block_at(b, window);
        images_.for_phases([&](const Phase& phase) {
          const std::size_t count = images_.list_rows(table, block, phase);
          for (std::size_t p = 0; p < panels(); ++p) {
            use(block, phase, table, count, packed + p * panel_size + phase.offset * panel_width,
                p);
          }
        });
      }
    });
  }

  T* take(Frame& frame, std::size_t count) { return count > 0 ? raw(frame.take(count)) : nullptr; }
  static std::size_t rows_of_table(std::size_t rows) {
    constexpr std::size_t row_scalars = sizeof(ImageRow) / sizeof(float);
    return padded(rows * row_scalars) / row_scalars;
  }
  ImageRow* take_rows(Frame& frame, std::size_t tasks, std::size_t rows) {
    return reinterpret_cast<ImageRow*>(
        take(frame, tasks * rows_of_table(rows) * sizeof(ImageRow) / sizeof(float)));
  }

  /// Packs the weights of panel `p` for one phase, in the order in which its pixels are read.
  void pack(T* panel, const Phase& phase, std::size_t p) const {
    const std::size_t column = p * panel_width;
    const std::size_t count = std::min(panel_width, lattice().result_slice - column);
    const std::size_t in = g_.in / g_.groups;
    const std::size_t out = g_.out / g_.groups;
    const std::size_t depth = phase.taps() * lattice().slice;
    std::size_t done = 0;
    for (std::size_t v = 0; v < phase.vertical.taps; ++v) {
      for (std::size_t h = 0; h < phase.horizontal.taps; ++h, done += lattice().slice) {
        const T* const tap =
            weights_ +
            (phase.vertical.kernel(v) * g_.kernel + phase.horizontal.kernel(h)) * in * g_.out +
            group_ * out;
        if (narrow()) {
          const std::size_t across = transposed_ ? g_.out : 1;
          const std::size_t along = transposed_ ? 1 : g_.out;
          for (std::size_t c = 0; c < count; ++c) {
            for (std::size_t k = 0; k < lattice().slice; ++k) {
              panel[c * depth + done + k] = tap[c * across + k * along];
            }
          }
        } else if (transposed_) {
          transpose_panel<A>(panel + done * panel_width, tap + column * g_.out, g_.out, count, out);
        } else {
          copy_panel<A>(panel + done * panel_width, tap + column, g_.out, count, in);
        }
      }
    }
  }

  void use(const Block& block, const Phase& phase, const ImageRow* rows, std::size_t count,
           const T* panel, std::size_t p) const {
    const Runs runs{phase.vertical.taps, phase.horizontal.taps * lattice().slice, block.row_stride};
    const std::size_t column = p * panel_width;
    const std::size_t columns = std::min(panel_width, lattice().result_slice - column);
    const std::size_t result_column = group_ * lattice().result_slice + column;
    if (narrow()) {
      narrow_image_panel<A>(block.source, rows, count, runs, panel, result_column, columns,
                            finish_);
    } else {
      image_panel<A>(block.source, rows, count, runs, panel, result_column, columns, finish_);
    }
  }

  Convolution g_;
  bool transposed_;
  ImageBlocks<T> images_;
  const T* weights_;
  ImageFinish<T> finish_;
  std::size_t group_ = 0;
};

}  // namespace saddle::cpu
