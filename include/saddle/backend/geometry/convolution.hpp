// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <cstddef>

namespace saddle {

/// What stands outside of an image.
enum class Border {
  zero,
  reflect,  ///< the image mirrored at its first and last row and column, which are not repeated
};

/// Rows and columns added to an image, alike on both axes; `Conv2d<64, 4, 2, 1>` takes 1 of each.
///
/// TensorFlow's SAME is a `Padding{before, after}` whose smaller half comes first.
struct Padding {
  std::size_t before = 0;
  std::size_t after = 0;
  Border border = Border::zero;

  constexpr Padding(std::size_t both = 0) : before(both), after(both) {}
  constexpr Padding(std::size_t first, std::size_t last, Border outside = Border::zero)
      : before(first), after(last), border(outside) {}

  constexpr std::size_t total() const { return before + after; }
};

/// `both` rows and columns on each side, mirrored from the image.
constexpr Padding reflect(std::size_t both) { return {both, both, Border::reflect}; }

/// The geometry of a convolution: a cross-correlation of NHWC images with square kernels.
///
/// Shapes: image (height, width, in), weight (kernel, kernel, in / groups, out) row-major, output
/// (out_height(), out_width(), out).
struct Convolution {
  std::size_t height;
  std::size_t width;
  std::size_t in;
  std::size_t out;
  std::size_t kernel;
  std::size_t stride = 1;
  Padding padding{};
  std::size_t groups = 1;

  constexpr std::size_t padded_height() const { return height + padding.total(); }
  constexpr std::size_t padded_width() const { return width + padding.total(); }
  constexpr std::size_t out_height() const { return (padded_height() - kernel) / stride + 1; }
  constexpr std::size_t out_width() const { return (padded_width() - kernel) / stride + 1; }
  constexpr std::size_t pixels() const { return height * width; }
  constexpr std::size_t out_pixels() const { return out_height() * out_width(); }
  constexpr std::size_t size() const { return pixels() * in; }
  constexpr std::size_t out_size() const { return out_pixels() * out; }
  constexpr std::size_t depth() const { return kernel * kernel * (in / groups); }
  constexpr std::size_t weight_size() const { return depth() * out; }
  constexpr std::size_t macs() const { return out_pixels() * weight_size(); }

  /// Whether the kernel fits the padded image, the groups the channels, and a mirrored border the
  /// image.
  constexpr bool possible() const {
    const bool mirrors =
        padding.border == Border::zero || (padding.before < height && padding.after < height &&
                                           padding.before < width && padding.after < width);
    return kernel > 0 && stride > 0 && groups > 0 && padded_height() >= kernel &&
           padded_width() >= kernel && in % groups == 0 && out % groups == 0 && mirrors;
  }
};

}  // namespace saddle
