// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/image/image_tile.hpp>
#include <saddle/backend/cpu/image/image_window.hpp>
#include <saddle/backend/geometry/convolution.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <tuple>

namespace saddle::cpu {

/// The pixels of a convolution or a transposed one over `n` images, block by block.
template <class T>
class ImageBlocks {
 public:
  /// A block's place in the batch, and where its source begins.
  struct Block {
    std::size_t image;
    std::size_t images;
    std::ptrdiff_t first_row;  // of the grid
    std::ptrdiff_t last_row;
    const T* source;
    std::size_t row_stride;
    std::size_t image_stride;
    std::ptrdiff_t top;  // of the source's pixel (0, 0) in memory
    std::ptrdiff_t left;
  };
  struct Phase {
    Axis vertical;
    Axis horizontal;
    std::size_t offset;  // of its numbers in a packed column
    std::size_t taps() const { return vertical.taps * horizontal.taps; }
  };

  ImageBlocks(const Convolution& g, bool transposed, const T* source, std::size_t n)
      : g_(g),
        transposed_(transposed),
        lattice_(g, transposed),
        n_(n),
        source_{source,
                lattice_.source_height,
                lattice_.source_width,
                lattice_.source_channels,
                0,
                lattice_.slice,
                transposed ? Border::zero : g.padding.border} {}

  const ImageLattice& lattice() const { return lattice_; }
  std::size_t count() const { return lattice_.blocks(n_); }
  void use_group(std::size_t group) { source_.first_channel = group * lattice_.slice; }

  template <class F>
  void for_phases(F&& f) const {
    std::size_t offset = 0;
    for (std::size_t v = 0; v < lattice_.phases; ++v) {
      for (std::size_t h = 0; h < lattice_.phases; ++h) {
        const Phase phase = transposed_ ? Phase{Axis::transposed(g_, g_.height, v),
                                                Axis::transposed(g_, g_.width, h), offset}
                                        : Phase{Axis::forward(g_, lattice_.rows),
                                                Axis::forward(g_, lattice_.columns), offset};
        f(phase);
        offset += phase.taps() * lattice_.slice;
      }
    }
  }

  /// The places of a phase whose kernels meet the same rows and columns of the source.
  struct Part {
    Axis vertical;
    Axis horizontal;
    std::size_t first_row;  // of the phase's taps
    std::size_t first_column;
  };

  /// Leaves out all pixels of the result but those within `rim` of its edges.
  void keep_rim(const Padding& rim) { rim_ = rim; }

  /// Calls f(part) for the parts of a phase. In small images much of what lies under the kernels is
  /// the border of zeros, which is left out.
  template <class F>
  void for_parts(const Phase& phase, F&& f) const {
    const bool rim = rim_.total() > 0;
    const bool zeros = source_.border == Border::zero && !lattice_.narrow();
    const bool rows = zeros && lattice_.rows <= small && lattice_.block_rows == lattice_.rows;
    const bool columns = rows && lattice_.columns <= small && lattice_.images > 1;
    const Span height{lattice_.result_height, rows || rim ? source_.height : 0};
    const Span width{lattice_.result_width, columns || rim ? source_.width : 0};
    for_ranges(phase.vertical, height, [&](const Axis& vertical, std::size_t first_row) {
      for_ranges(phase.horizontal, width, [&](const Axis& horizontal, std::size_t first_column) {
        const bool inner = !in_rim(vertical, height) && !in_rim(horizontal, width);
        if (!rim || !inner) f(Part{vertical, horizontal, first_row, first_column});
      });
    });
  }

  /// The place of block number `b`, whose window is at `window` unless the source is read in place.
  Block block_at(std::size_t b, const T* window) const {
    const ImageLattice& l = lattice_;
    Block block{};
    block.image = l.images > 1 ? b * l.images : b / l.blocks_of_image();
    block.images = std::min(l.images, n_ - block.image);
    const std::size_t first = l.images > 1 ? 0 : b % l.blocks_of_image() * l.block_rows;
    block.first_row = l.first_row + signed_size(first);
    block.last_row = l.first_row + signed_size(std::min(l.rows, first + l.block_rows));
    if (l.in_place()) {
      block.row_stride = l.source_width * l.source_channels;
      block.image_stride = l.source_height * block.row_stride;
      block.source = source_.images + block.image * block.image_stride;
    } else {
      block.row_stride = l.window_width() * l.slice;
      block.image_stride = l.window_height() * block.row_stride;
      block.source = window;
      block.top = signed_size(l.step) * block.first_row + l.shift;
      block.left = signed_size(l.step) * l.first_column + l.shift;
    }
    return block;
  }

  /// The pixels of the result that a block writes: first_pixel ... last_pixel - 1.
  std::size_t first_pixel(const Block& block) const {
    return pixel(block.image, result_row(block.first_row));
  }
  std::size_t last_pixel(const Block& block) const {
    return pixel(block.image + block.images - 1, result_row(block.last_row));
  }

  /// Copies the source of block number `b`, with its border, to `window`.
  void fill_window(T* window, std::size_t b) const {
    const Block block = block_at(b, window);
    for (std::size_t i = 0; i < block.images; ++i) {
      copy_window(window + i * block.image_stride, source_, block.image + i,
                  {block.top, block.left, lattice_.window_height(), lattice_.window_width()});
    }
  }

  /// The rows of one part of a block; returns their number.
  std::size_t list_rows(ImageRow* table, const Block& block, const Part& part) const {
    ImageRow* next = table;
    const auto size = [](std::ptrdiff_t x) { return static_cast<std::size_t>(x); };
    const std::ptrdiff_t first = std::max(block.first_row, part.vertical.first);
    const std::ptrdiff_t last = std::min(block.last_row, part.vertical.last);
    const Axis& across = part.horizontal;
    const auto from_step = static_cast<std::uint32_t>(size(across.source_step) * lattice_.slice);
    const auto to_step = static_cast<std::uint32_t>(across.result_step);
    for (std::size_t image = 0; image < block.images; ++image) {
      for (std::ptrdiff_t i = first; i < last; ++i) {
        auto from = static_cast<std::uint32_t>(
            image * block.image_stride +
            size(part.vertical.source(i) - block.top) * block.row_stride +
            size(across.source(across.first) - block.left) * lattice_.slice);
        auto to = static_cast<std::uint32_t>(
            ((block.image + image) * lattice_.result_height + size(part.vertical.result(i))) *
                lattice_.result_width +
            size(across.result(across.first)));
        for (std::ptrdiff_t j = across.first; j < across.last; ++j) {
          *next++ = {from, to};
          from += from_step;
          to += to_step;
        }
      }
    }
    return static_cast<std::size_t>(next - table);
  }

 private:
  static constexpr std::size_t small = 18;  // rows and columns of an image

  /// One axis of the result and, where its ranges are told apart, of the source; else 0.
  struct Span {
    std::size_t result;
    std::size_t source;
  };

  bool in_rim(const Axis& axis, const Span& span, std::ptrdiff_t place) const {
    const std::ptrdiff_t pixel = axis.result(place);
    return pixel < signed_size(rim_.before) ||
           pixel >= signed_size(span.result) - signed_size(rim_.after);
  }
  bool in_rim(const Axis& axis, const Span& span) const { return in_rim(axis, span, axis.first); }

  /// Calls f(axis, its first tap) for the ranges of an axis that have the same taps inside the
  /// source and lie all in the rim or all outside of it.
  template <class F>
  void for_ranges(const Axis& axis, const Span& span, F&& f) const {
    if (span.source == 0) return f(axis, std::size_t{0});
    const auto kind = [&](std::ptrdiff_t place) {
      const std::ptrdiff_t source = axis.source(place);
      const std::ptrdiff_t last =
          std::clamp<std::ptrdiff_t>(signed_size(span.source) - source, 0, signed_size(axis.taps));
      const std::ptrdiff_t first = std::clamp<std::ptrdiff_t>(-source, 0, last);
      return std::tuple(static_cast<std::size_t>(first), static_cast<std::size_t>(last),
                        in_rim(axis, span, place));
    };
    for (std::ptrdiff_t place = axis.first; place < axis.last;) {
      const auto own = kind(place);
      const auto [first, last, rim] = own;
      std::ptrdiff_t end = place + 1;
      while (end < axis.last && kind(end) == own) ++end;
      f(axis.part(place, end, first, last - first), first);
      place = end;
    }
  }

  /// The result's row from which on grid row `row` writes.
  std::size_t result_row(std::ptrdiff_t row) const {
    if (!transposed_) return static_cast<std::size_t>(row);
    const std::ptrdiff_t first = signed_size(g_.stride) * row - signed_size(g_.padding.before);
    return static_cast<std::size_t>(
        std::clamp<std::ptrdiff_t>(first, 0, signed_size(lattice_.result_height)));
  }
  std::size_t pixel(std::size_t image, std::size_t row) const {
    return (image * lattice_.result_height + row) * lattice_.result_width;
  }

  Convolution g_;
  bool transposed_;
  ImageLattice lattice_;
  std::size_t n_;
  ImageSource<T> source_;
  Padding rim_{};
};

}  // namespace saddle::cpu
