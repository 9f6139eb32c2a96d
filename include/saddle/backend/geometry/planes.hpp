// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/compiler.hpp>

#include <cstddef>

namespace saddle {

/// Images as a normalisation sees them: a plane is one channel of one sample. Where the statistics
/// are those of the whole batch, all its pixels are one sample.
///
/// Shapes: the images are (samples, pixels, channels), one number per plane is (samples, channels).
struct Planes {
  std::size_t samples;
  std::size_t pixels;
  std::size_t channels;

  /// How many planes there are.
  constexpr std::size_t count() const { return samples * channels; }
};

}  // namespace saddle
