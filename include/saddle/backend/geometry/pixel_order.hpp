// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/compiler.hpp>

#include <cstddef>

namespace saddle {

/// Which channel holds pixel (i, j) of a block that a pixel shuffle takes apart.
enum class PixelOrder {
  pytorch,     ///< channel c r^2 + i r + j: the pixels of a channel lie together
  tensorflow,  ///< channel (i r + j) C + c: the channels of a pixel lie together
  diagonal,  ///< as tensorflow, with pixels (0, 0), (1, 1), (0, 1), (1, 0): halves of the channels
             ///< are the colours of a checkerboard (AlignFlow, r = 2)
};

/// Channel of pixel (i, j), channel c of an image with `channels` channels, in blocks r x r.
constexpr std::size_t shuffled_channel(PixelOrder order, std::size_t r, std::size_t channels,
                                       std::size_t i, std::size_t j, std::size_t c) {
  switch (order) {
    case PixelOrder::pytorch: return (c * r + i) * r + j;
    case PixelOrder::tensorflow: return (i * r + j) * channels + c;
    case PixelOrder::diagonal: break;
  }
  return (i == j ? i : 2 + i) * channels + c;
}

}  // namespace saddle
