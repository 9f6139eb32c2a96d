// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/geometry/convolution.hpp>

#include <cstddef>

namespace saddle::test {

/// The row or column of an image that a padded one shows at `i`; -1: zero.
inline std::ptrdiff_t shown(std::ptrdiff_t i, std::size_t extent, Border border) {
  const auto size = static_cast<std::ptrdiff_t>(extent);
  if (i >= 0 && i < size) return i;
  if (border == Border::zero) return -1;
  return i < 0 ? -i : 2 * (size - 1) - i;
}

/// Calls f(place in y, place in x, place in w) for every multiplication of a convolution.
template <class F>
void for_multiplications(const Convolution& g, std::size_t n, F&& f) {
  const std::size_t in = g.in / g.groups, out = g.out / g.groups;
  const auto before = static_cast<std::ptrdiff_t>(g.padding.before);
  std::size_t y = 0;
  for (std::size_t image = 0; image < n; ++image) {
    for (std::size_t i = 0; i < g.out_height(); ++i) {
      for (std::size_t j = 0; j < g.out_width(); ++j) {
        for (std::size_t o = 0; o < g.out; ++o, ++y) {
          for (std::size_t tap = 0; tap < g.kernel * g.kernel; ++tap) {
            const std::size_t p = tap / g.kernel, q = tap % g.kernel;
            const auto row = shown(static_cast<std::ptrdiff_t>(i * g.stride + p) - before, g.height,
                                   g.padding.border);
            const auto column = shown(static_cast<std::ptrdiff_t>(j * g.stride + q) - before,
                                      g.width, g.padding.border);
            if (row < 0 || column < 0) continue;
            const std::size_t pixel = (image * g.height + static_cast<std::size_t>(row)) * g.width +
                                      static_cast<std::size_t>(column);
            for (std::size_t c = 0; c < in; ++c) {
              f(y, pixel * g.in + o / out * in + c, (tap * in + c) * g.out + o);
            }
          }
        }
      }
    }
  }
}

}  // namespace saddle::test
