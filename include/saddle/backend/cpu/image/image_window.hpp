// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/image/image_lattice.hpp>
#include <saddle/backend/geometry/convolution.hpp>

#include <algorithm>
#include <cstddef>

/// Which pixels a convolution, or one phase of a transposed one, reads and writes.
namespace saddle::cpu {

/// One axis of a phase: grid place i reads the source from `source(i)` on and writes `result(i)`.
///
/// A convolution has one phase. A transposed convolution of stride s has s phases an axis, each of
/// which is a convolution of stride 1 with every s-th row of the flipped kernel and writes every
/// s-th row of the result.
struct Axis {
  std::ptrdiff_t first = 0;  // grid places
  std::ptrdiff_t last = 0;
  std::size_t taps = 0;
  std::ptrdiff_t source_step = 1;
  std::ptrdiff_t source_shift = 0;
  std::ptrdiff_t result_step = 1;
  std::ptrdiff_t result_shift = 0;
  std::ptrdiff_t kernel_step = 1;
  std::ptrdiff_t kernel_shift = 0;

  std::ptrdiff_t source(std::ptrdiff_t i) const { return source_step * i + source_shift; }
  std::ptrdiff_t result(std::ptrdiff_t i) const { return result_step * i + result_shift; }
  /// The kernel's row under tap `t`.
  std::size_t kernel(std::size_t t) const {
    return static_cast<std::size_t>(kernel_step * signed_size(t) + kernel_shift);
  }

  /// The same with `count` taps from tap `begin` on, for grid places `from` ... `to` - 1.
  Axis part(std::ptrdiff_t from, std::ptrdiff_t to, std::size_t begin, std::size_t count) const {
    Axis axis = *this;
    axis.first = from;
    axis.last = to;
    axis.taps = count;
    axis.source_shift += signed_size(begin);
    axis.kernel_shift += kernel_step * signed_size(begin);
    return axis;
  }

  static Axis forward(const Convolution& g, std::size_t out_extent) {
    return {.last = signed_size(out_extent),
            .taps = g.kernel,
            .source_step = signed_size(g.stride),
            .source_shift = -signed_size(g.padding.before)};
  }
  /// `extent` is that of the transposed convolution's result.
  static Axis transposed(const Convolution& g, std::size_t extent, std::size_t phase) {
    const std::ptrdiff_t s = signed_size(g.stride);
    const std::ptrdiff_t a = signed_size(phase);
    const std::ptrdiff_t before = signed_size(g.padding.before);
    const std::size_t taps =
        g.kernel > phase ? (g.kernel - phase + g.stride - 1) / g.stride : std::size_t{0};
    return {.first = before > a ? (before - a + s - 1) / s : 0,
            .last = (signed_size(extent) - 1 + before - a + s) / s,
            .taps = taps,
            .source_shift = 1 - signed_size(taps),
            .result_step = s,
            .result_shift = a - before,
            .kernel_step = -s,
            .kernel_shift = a + s * (signed_size(taps) - 1)};
  }
};

/// The images that are read: a slice of the channels of (n, height, width, channels).
template <class T>
struct ImageSource {
  const T* images;
  std::size_t height;
  std::size_t width;
  std::size_t channels;
  std::size_t first_channel;
  std::size_t slice;
  Border border;
};

/// Rows and columns of the source, which may lie outside of it.
struct ImageWindow {
  std::ptrdiff_t top;
  std::ptrdiff_t left;
  std::size_t height;
  std::size_t width;
};

/// Row or column `i` of an image of `extent` with its border; -1: zero.
inline std::ptrdiff_t inside(std::ptrdiff_t i, std::size_t extent, Border border) {
  const std::ptrdiff_t size = signed_size(extent);
  if (i >= 0 && i < size) return i;
  if (border == Border::zero) return -1;
  return i < 0 ? -i : 2 * (size - 1) - i;
}

/// Copies a window of image number `image` to (height, width, slice).
template <class T>
void copy_window(T* to, const ImageSource<T>& source, std::size_t image,
                 const ImageWindow& window) {
  const std::size_t slice = source.slice;
  const std::ptrdiff_t right = window.left + signed_size(window.width);
  const std::ptrdiff_t first = std::clamp<std::ptrdiff_t>(0, window.left, right);
  const std::ptrdiff_t last = std::clamp(signed_size(source.width), first, right);
  for (std::size_t r = 0; r < window.height; ++r) {
    const std::ptrdiff_t row = inside(window.top + signed_size(r), source.height, source.border);
    if (row < 0) {
      to = std::fill_n(to, window.width * slice, T(0));
      continue;
    }
    const T* const from =
        source.images +
        (image * source.height + static_cast<std::size_t>(row)) * source.width * source.channels +
        source.first_channel;
    const auto border = [&](std::ptrdiff_t begin, std::ptrdiff_t end) {
      for (std::ptrdiff_t c = begin; c < end; ++c, to += slice) {
        const std::ptrdiff_t column = inside(c, source.width, source.border);
        if (column < 0) std::fill_n(to, slice, T(0));
        else std::copy_n(from + static_cast<std::size_t>(column) * source.channels, slice, to);
      }
    };
    border(window.left, first);
    if (slice == source.channels) {
      to = std::copy_n(from + static_cast<std::size_t>(first) * slice,
                       static_cast<std::size_t>(last - first) * slice, to);
    } else {
      border(first, last);
    }
    border(last, right);
  }
}

}  // namespace saddle::cpu
