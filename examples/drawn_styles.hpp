// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/shape.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/data/domains/styles.hpp>
#include <saddle/data/glyphs.hpp>
#include <saddle/data/require_shape.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

/// Small colour pictures of the examples.
using Picture = saddle::Shape<32, 32, 3>;
using Images = saddle::Tensor<float, 4>;

/// Errors: ConfigError for pictures of another size.
inline Images images_of(const saddle::data::Dataset& set) {
  saddle::data::require_shape(set, Picture::extents);
  Images images = Images::from_shape(Picture::batch_shape(set.rows()));
  std::ranges::copy(set.values(), images.begin());
  return images;
}

/// Red, green and blue, in [-1, 1].
using Rgb = std::array<float, 3>;

/// Picture `i` of gray ones in two colours, ink where it is 1, in the middle of its paper.
/// Shapes: gray (n, h, w, 1) with h and w of at most 32; out (32, 32, 3).
inline void colour(const Images& gray, std::size_t i, const Rgb& paper, const Rgb& ink,
                   float* out) {
  const std::size_t height = gray.shape(1), width = gray.shape(2);
  const std::size_t top = (32 - height) / 2, left = (32 - width) / 2;
  for (std::size_t place = 0; place < Picture::size; ++place) {
    const std::size_t c = place % 3, x = place / 3 % 32 - left, y = place / 96 - top;
    const float share = y < height && x < width ? (gray(i, y, x, 0) + 1) / 2 : 0;
    out[place] = paper[c] + share * (ink[c] - paper[c]);
  }
}

/// `n` drawn digits.
inline Images drawn_digits(std::size_t n, std::uint64_t seed) {
  constexpr std::size_t side = saddle::data::Glyphs::side;
  Images digits = Images::from_shape({n, side, side, 1});
  saddle::data::Glyphs{}.draw(digits.data(), n, seed, 0);
  return digits;
}

/// `rows` of the images, evenly spread.
inline Images some_of(const Images& images, std::size_t rows) {
  Images some = Images::from_shape(Picture::batch_shape(rows));
  for (std::size_t row = 0; row < rows; ++row) {
    std::copy_n(&images(row * images.shape(0) / rows, 0, 0, 0), Picture::size,
                some.data() + row * Picture::size);
  }
  return some;
}

/// Puts images below each other into a table of pictures with `columns` of them in a row.
inline void fill_column(Images& table, std::size_t columns, std::size_t column,
                        std::size_t first_row, const Images& images) {
  for (std::size_t row = 0; row < images.shape(0); ++row) {
    std::copy_n(images.data() + row * Picture::size, Picture::size,
                table.data() + ((first_row + row) * columns + column) * Picture::size);
  }
}

inline constexpr std::size_t drawn_styles_count = 8;

/// Drawn digits in eight pairs of colours, the corners of the cube of colours and their opposites.
inline saddle::data::Styles drawn_styles() {
  saddle::data::Styles styles;
  for (std::size_t style = 0; style < drawn_styles_count; ++style) {
    Rgb paper, ink;
    for (std::size_t c = 0; c < paper.size(); ++c) {
      paper[c] = (style >> c & 1) == 0 ? -1.0F : 1.0F;
      ink[c] = -paper[c];
    }
    const auto drawn = [&](std::size_t n, std::uint64_t seed) {
      const Images digits = drawn_digits(n, seed);
      Images images = Images::from_shape(Picture::batch_shape(n));
      for (std::size_t i = 0; i < n; ++i) {
        colour(digits, i, paper, ink, images.data() + i * Picture::size);
      }
      return images;
    };
    styles.names.push_back("colours " + std::to_string(style));
    styles.train.emplace_back(styles.names.back(), drawn(500, style));
    styles.test.emplace_back(styles.names.back(), drawn(100, 100));
  }
  return styles;
}
