// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/flow/volume_keeping.hpp>
#include <saddle/nn/layer/pixel_shuffle.hpp>

#include <cstddef>

namespace saddle {

template <std::size_t r, PixelOrder order>
struct Unsqueeze;

/// Blocks of r x r pixels become channels.
/// Shapes: (n, r h, r w, c) -> (n, h, w, r^2 c).
/// Source: Dinh et al. 2017; the order `diagonal` is AlignFlow's, in which the halves of the
/// channels are the colours of a checkerboard.
template <std::size_t r = 2, PixelOrder order = PixelOrder::pytorch>
struct Squeeze : VolumeKeeping<PixelUnshuffle<r, order>> {
  using Inverse = Unsqueeze<r, order>;
};

/// Channels become blocks of r x r pixels.
/// Shapes: (n, h, w, r^2 c) -> (n, r h, r w, c).
template <std::size_t r = 2, PixelOrder order = PixelOrder::pytorch>
struct Unsqueeze : VolumeKeeping<PixelShuffle<r, order>> {
  using Inverse = Squeeze<r, order>;
};

}  // namespace saddle
