// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/io/image.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace saddle::inline per_set {

/// Pictures in rows of `across`, on white, each in a cell of the size of the largest.
///
/// Shapes: pictures (h, w, 3) -> (rows H, across W, 3).
/// Errors: ConfigError for no pictures, none in a row, or one of other than three colours.
inline Image sheet(std::span<const Image> pictures, std::size_t across) {
  if (pictures.empty() || across == 0) {
    throw ConfigError("sheet: pictures and columns", "at least one of each",
                      std::to_string(pictures.size()) + " and " + std::to_string(across));
  }
  std::size_t h = 0, w = 0;
  across = std::min(across, pictures.size());
  for (const Image& picture : pictures) {
    if (picture.shape(2) != 3) {
      throw ConfigError("sheet: colours of a picture", "3", std::to_string(picture.shape(2)));
    }
    h = std::max(h, picture.shape(0));
    w = std::max(w, picture.shape(1));
  }
  const std::size_t down = (pictures.size() + across - 1) / across;
  Image whole = Image({down * h, across * w, 3}, std::uint8_t{255});
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    const Image& picture = pictures[i];
    for (std::size_t y = 0; y < picture.shape(0); ++y) {
      std::copy_n(&picture(y, 0, 0), picture.shape(1) * 3,
                  &whole(i / across * h + y, i % across * w, 0));
    }
  }
  return whole;
}

}  // namespace saddle::inline per_set
