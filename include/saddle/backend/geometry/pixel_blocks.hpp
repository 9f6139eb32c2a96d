// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/compiler.hpp>

#include <cstddef>

namespace saddle {

/// Blocks of pixels of NHWC images: each block of the fine images is one pixel of the coarse ones.
///
/// Shapes: coarse (n, rows, columns, channels), fine (n, rows * block_height, columns *
/// block_width, channels), whose pixels lie `pixel_size` numbers apart: more than `channels` where
/// they are a slice of wider images.
struct PixelBlocks {
  std::size_t rows;
  std::size_t columns;
  std::size_t channels;
  std::size_t block_height;
  std::size_t block_width;
  std::size_t pixel_size = channels;

  constexpr std::size_t fine_width() const { return columns * block_width; }
  constexpr std::size_t block_pixels() const { return block_height * block_width; }
};

}  // namespace saddle
