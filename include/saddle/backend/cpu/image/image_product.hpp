// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>
#include <saddle/backend/cpu/image/image_blocks.hpp>
#include <saddle/backend/cpu/image/image_lattice.hpp>
#include <saddle/backend/cpu/image/image_tile.hpp>
#include <saddle/backend/cpu/product/panel.hpp>
#include <saddle/backend/geometry/convolution.hpp>
#include <saddle/core/batch.hpp>
#include <saddle/core/parallel.hpp>

#include <algorithm>
#include <cstddef>

namespace saddle::cpu {

/// Tasks that a product is cut into at most; each has memory of its own.
inline constexpr std::size_t image_tasks = 32;

/// Panels that are packed together: the rows of a weight are far apart, so more of each is read.
inline constexpr std::size_t packed_panels = 4;

/// Fewer blocks than these may be too few for the tasks.
inline constexpr std::size_t most_split_blocks = 8;

/// Whether so few blocks there are that tasks share them and split the columns instead.
constexpr bool splits_columns(const ImageLattice& lattice, std::size_t blocks, std::size_t groups) {
  return !lattice.narrow() && (blocks == 1 || (blocks < most_split_blocks && groups >= blocks));
}

/// Scalars of scratch that `image_product` takes for so many blocks.
template <class T, class A>
constexpr std::size_t blocks_scratch_size(const ImageLattice& lattice, std::size_t blocks) {
  constexpr std::size_t panel_width = 2 * simd::width<T, A>;
  const std::size_t panels = (lattice.result_slice + panel_width - 1) / panel_width;
  const std::size_t groups = (panels + packed_panels - 1) / packed_panels;
  const std::size_t row_scalars = sizeof(ImageRow) / sizeof(float);
  const bool split = splits_columns(lattice, blocks, groups);
  const std::size_t tasks = std::min(split ? groups : blocks, image_tasks);
  const std::size_t windows = (split ? blocks : tasks) * lattice.window_size();
  const std::size_t tables = tasks * padded((split ? blocks : 1) * lattice.pixels() * row_scalars);
  const std::size_t results = lattice.narrow() ? tasks * padded(lattice.result_size()) : 0;
  return windows + tables + results +
         (split ? tasks * packed_panels : panels) * padded(lattice.depth * panel_width);
}

/// Scalars of scratch that `image_product` takes for up to `n` images: few blocks, which split the
/// columns, may take more than many.
template <class T, class A>
constexpr std::size_t image_product_scratch_size(const ImageLattice& lattice, std::size_t n) {
  const std::size_t blocks = lattice.blocks(n);
  std::size_t most = blocks_scratch_size<T, A>(lattice, blocks);
  for (std::size_t few = 1; few < std::min(blocks, most_split_blocks); ++few) {
    most = std::max(most, blocks_scratch_size<T, A>(lattice, few));
  }
  return most;
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

  /// Computes only the pixels of the result within `rim` of its edges.
  void keep_rim(const Padding& rim) { images_.keep_rim(rim); }

  void run(BasicCpu<T, A>& device) {
    for (group_ = 0; group_ < g_.groups; ++group_) {
      images_.use_group(group_);
      ScratchFrame frame(device);
      if (splits_columns(lattice(), images_.count(), groups_of_panels())) split_columns(frame);
      else split_blocks(frame);
    }
  }

 private:
  static constexpr std::size_t panel_width = 2 * simd::width<T, A>;
  static constexpr std::size_t packed_rows = 16;  // of a weight, whose panels are packed together
  using Frame = ScratchFrame<BasicCpu<T, A>>;
  using Block = typename ImageBlocks<T>::Block;
  using Phase = typename ImageBlocks<T>::Phase;
  using Part = typename ImageBlocks<T>::Part;

  const ImageLattice& lattice() const { return images_.lattice(); }
  std::size_t panels() const { return (lattice().result_slice + panel_width - 1) / panel_width; }
  std::size_t groups_of_panels() const { return (panels() + packed_panels - 1) / packed_panels; }
  std::size_t panel_size() const { return padded(lattice().depth * panel_width); }

  /// All blocks' windows first, then each task packs and uses its own panels of columns.
  void split_columns(Frame& frame) {
    const std::size_t blocks = images_.count();
    const std::size_t tasks = std::min(groups_of_panels(), image_tasks);
    T* const windows = raw(frame.take(blocks * lattice().window_size()));
    T* const packed = raw(frame.take(tasks * packed_panels * panel_size()));
    ImageRow* const tables = take_rows(frame, tasks, blocks * lattice().pixels());
    if (!lattice().in_place()) {
      parallel::for_each(blocks, [&](std::size_t b) {
        images_.fill_window(windows + b * lattice().window_size(), b);
      });
    }
    parallel::for_each(tasks, [&](std::size_t task) {
      T* const own = packed + task * packed_panels * panel_size();
      ImageRow* const table = tables + task * rows_of_table(blocks * lattice().pixels());
      images_.for_phases([&](const Phase& phase) {
        for (std::size_t group = task; group < groups_of_panels(); group += tasks) {
          const std::size_t first = group * packed_panels;
          const std::size_t last = std::min(panels(), first + packed_panels);
          pack(own, phase, first, last);
          for (std::size_t b = 0; b < blocks; ++b) {
            const Block block = images_.block_at(b, windows + b * lattice().window_size());
            images_.for_parts(phase, [&](const Part& part) {
              const std::size_t count = images_.list_rows(table, block, part);
              for (std::size_t p = first; p < last; ++p) {
                use(block, phase, part, table, count, own + (p - first) * panel_size(), p);
              }
            });
          }
        }
      });
    });
  }

  /// All panels first, then each task takes its blocks with all columns.
  void split_blocks(Frame& frame) {
    const std::size_t blocks = images_.count();
    const std::size_t tasks = std::min(blocks, image_tasks);
    T* const windows = raw(frame.take(tasks * lattice().window_size()));
    T* const packed = raw(frame.take(panels() * panel_size()));
    T* const results =
        lattice().narrow() ? raw(frame.take(tasks * padded(lattice().result_size()))) : nullptr;
    ImageRow* const tables = take_rows(frame, tasks, lattice().pixels());
    parallel::for_each(groups_of_panels(), [&](std::size_t group) {
      const std::size_t first = group * packed_panels;
      images_.for_phases([&](const Phase& phase) {
        pack(packed + first * panel_size() + phase.offset * panel_width, phase, first,
             std::min(panels(), first + packed_panels));
      });
    });
    parallel::for_each(tasks, [&](std::size_t task) {
      T* const window = windows + task * lattice().window_size();
      T* const result = results ? results + task * padded(lattice().result_size()) : nullptr;
      ImageRow* const table = tables + task * rows_of_table(lattice().pixels());
      for (std::size_t b = task; b < blocks; b += tasks) {
        if (!lattice().in_place()) images_.fill_window(window, b);
        const Block block = images_.block_at(b, window);
        images_.for_phases([&](const Phase& phase) {
          const T* const own = packed + phase.offset * panel_width;
          images_.for_parts(phase, [&](const Part& part) {
            const std::size_t count = images_.list_rows(table, block, part);
            if (result) {
              narrow_image_panel<A>(block.source, table, count, runs(block, phase, part), own,
                                    lattice().result_slice, result, images_.first_pixel(block));
              return;
            }
            for (std::size_t p = 0; p < panels(); ++p) {
              use(block, phase, part, table, count, own + p * panel_size(), p);
            }
          });
        });
        if (result) finish_narrow(result, block);
      }
    });
  }

  /// Finishes a block's result from memory, a register for each column at a time.
  void finish_narrow(const T* result, const Block& block) const {
    const std::size_t columns = lattice().result_slice;
    const std::size_t step = columns * simd::width<T, A>;
    const std::size_t first = images_.first_pixel(block);
    const std::size_t count = (images_.last_pixel(block) - first) * columns;
    for (std::size_t done = 0; done < count; done += step) {
      finish_.block(result + done, step, 1, std::min(step, count - done), first + done / columns, 0,
                    finish_.epilogue);
    }
  }

  static std::size_t rows_of_table(std::size_t rows) {
    constexpr std::size_t row_scalars = sizeof(ImageRow) / sizeof(float);
    return padded(rows * row_scalars) / row_scalars;
  }
  ImageRow* take_rows(Frame& frame, std::size_t tasks, std::size_t rows) {
    return reinterpret_cast<ImageRow*>(
        raw(frame.take(tasks * rows_of_table(rows) * sizeof(ImageRow) / sizeof(float))));
  }

  /// Packs the weights of panels first ... last - 1 for one phase, in the order in which its pixels
  /// are read.
  void pack(T* panel, const Phase& phase, std::size_t first, std::size_t last) const {
    std::size_t done = 0;
    for (std::size_t v = 0; v < phase.vertical.taps; ++v) {
      for (std::size_t h = 0; h < phase.horizontal.taps; ++h, done += lattice().slice) {
        const std::size_t in = g_.in / g_.groups;
        const std::size_t row = phase.vertical.kernel(v) * g_.kernel + phase.horizontal.kernel(h);
        const T* const tap = weights_ + row * in * g_.out + group_ * (g_.out / g_.groups);
        if (lattice().narrow()) {
          pack_narrow(panel + done, tap, phase.taps() * lattice().slice);
        } else {
          pack_tap(panel + done * panel_width, tap, first, last);
        }
      }
    }
  }

  void pack_tap(T* panel, const T* tap, std::size_t first, std::size_t last) const {
    const std::size_t slice = lattice().slice;
    const std::size_t rows = transposed_ ? slice : packed_rows;
    for (std::size_t k = 0; k < slice; k += rows) {
      if (!transposed_) prefetch(tap + (k + rows) * g_.out, first, last);
      for (std::size_t p = first; p < last; ++p) {
        const std::size_t column = p * panel_width;
        const std::size_t count = std::min(panel_width, lattice().result_slice - column);
        const std::size_t depth = std::min(rows, slice - k);
        T* const to = panel + (p - first) * panel_size() + k * panel_width;
        if (transposed_) {
          transpose_panel<A>(to, tap + column * g_.out + k, g_.out, count, depth);
        } else {
          copy_panel<A>(to, tap + k * g_.out + column, g_.out, count, depth);
        }
      }
    }
  }

  /// Asks for the next rows of a weight: they lie too far apart for the hardware to foresee.
  void prefetch(const T* rows, std::size_t first, std::size_t last) const {
    constexpr std::size_t line = alignment / sizeof(T);
    for (std::size_t k = 0; k < packed_rows; ++k, rows += g_.out) {
      for (std::size_t c = first * panel_width; c < last * panel_width; c += line) {
        __builtin_prefetch(rows + c);
      }
    }
  }

  void pack_narrow(T* to, const T* tap, std::size_t depth) const {
    const std::size_t across = transposed_ ? g_.out : 1;
    const std::size_t along = transposed_ ? 1 : g_.out;
    for (std::size_t c = 0; c < lattice().result_slice; ++c) {
      for (std::size_t k = 0; k < lattice().slice; ++k) {
        to[c * depth + k] = tap[c * across + k * along];
      }
    }
  }

  Runs runs(const Block& block, const Phase& phase, const Part& part) const {
    const std::size_t slice = lattice().slice;
    return {part.vertical.taps, part.horizontal.taps * slice, block.row_stride,
            phase.horizontal.taps * slice};
  }

  void use(const Block& block, const Phase& phase, const Part& part, const ImageRow* rows,
           std::size_t count, const T* panel, std::size_t p) const {
    const std::size_t column = p * panel_width;
    const std::size_t first = part.first_row * phase.horizontal.taps + part.first_column;
    image_panel<A>(block.source, rows, count, runs(block, phase, part),
                   panel + first * lattice().slice * panel_width,
                   group_ * lattice().result_slice + column,
                   std::min(panel_width, lattice().result_slice - column), finish_);
  }

  Convolution g_;
  bool transposed_;
  ImageBlocks<T> images_;
  const T* weights_;
  ImageFinish<T> finish_;
  std::size_t group_ = 0;
};

}  // namespace saddle::cpu
