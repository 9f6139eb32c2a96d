// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/io/colour.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>

namespace saddle::inline per_set {

/// A picture: rows from top to bottom, columns from left to right, red, green, blue.
using Image = Tensor<std::uint8_t, 3>;  // (h, w, 3)

/// How `grid` lays a batch of images out; 0 means: choose.
struct GridLayout {
  std::size_t columns = 0;  ///< images in a row; chosen: a square, rounded up
  std::size_t scale =
      0;  ///< pixels of the picture per pixel of an image; chosen: 48 or more a side
  std::size_t margin = 3;  ///< pixels around every image
};

/// The colour of a value in [-1, 1]; what is not finite shows in magenta, outside values saturate.
/// Of two channels the first is grey, of four the first three are a colour: the last, which in
/// pictures is opacity, does not show.
template <class T>
Colour pixel_colour(const T* channels, std::size_t count) {
  Colour colour{};
  for (std::size_t c = 0; c < 3; ++c) {
    const double value = static_cast<double>(channels[count < 3 ? 0 : c]);
    if (!std::isfinite(value)) return {255, 0, 255};
    colour[c] = static_cast<std::uint8_t>(std::lround(std::clamp((value + 1) * 127.5, 0.0, 255.0)));
  }
  return colour;
}

/// One picture of a batch of images, row by row on a dark ground.
///
/// Shapes: images (n, h, w, c) with c = 1 (grey) to 4, see `pixel_colour`.
/// Units:  -1 is black, 1 is full.
/// Errors: ConfigError for no images, or another number of channels.
template <class T>
Image grid(const Tensor<T, 4>& images, GridLayout layout = {}) {
  const std::size_t n = images.shape(0), h = images.shape(1), w = images.shape(2),
                    c = images.shape(3);
  if (images.size() == 0) throw ConfigError("grid: images", "at least one", "none");
  if (c > 4) throw ConfigError("grid: channels", "1 to 4", std::to_string(c));
  std::size_t columns = layout.columns;
  while (layout.columns == 0 && columns * columns < n) ++columns;
  constexpr std::size_t small = 48;  // pixels a side below which an image is hard to see
  const std::size_t side = std::min(h, w);
  const std::size_t scale = layout.scale > 0 ? layout.scale : (small + side - 1) / side;
  const std::size_t rows = (n + columns - 1) / columns, margin = layout.margin;
  Image picture =
      xt::empty<std::uint8_t>({margin + rows * (h * scale + margin),
                               margin + columns * (w * scale + margin), std::size_t{3}});
  picture.fill(std::uint8_t{32});
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t top = margin + i / columns * (h * scale + margin);
    const std::size_t left = margin + i % columns * (w * scale + margin);
    for (std::size_t y = 0; y < h * scale; ++y) {
      for (std::size_t x = 0; x < w * scale; ++x) {
        const Colour colour = pixel_colour(&images(i, y / scale, x / scale, 0), c);
        std::copy(colour.begin(), colour.end(), &picture(top + y, left + x, 0));
      }
    }
  }
  return picture;
}

/// Refuses what is no batch of images, such as points.
template <class T, std::size_t N, class... Layout>
  requires(N != 4)
Image grid(const Tensor<T, N>&, Layout&&...) {
  constexpr bool images = N == 4;
  static_assert(images, "grid lays out images, a tensor (n, h, w, c): these samples are no images");
  return {};
}

/// The same with `columns` images in a row.
template <class T>
Image grid(const Tensor<T, 4>& images, std::size_t columns) {
  return grid(images, GridLayout{.columns = columns});
}

}  // namespace saddle::inline per_set
