// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>

namespace saddle::data {

/// What the bytes of images count as full where nobody says it, told by the largest: 1 (masks), 16
/// (UCI's 8x8 digits hold 0 to 16) or 255.
inline int full_byte(std::span<const unsigned char> bytes) {
  const int largest = bytes.empty() ? 0 : *std::max_element(bytes.begin(), bytes.end());
  return largest <= 1 ? 1 : largest <= 16 ? 16 : 255;
}

/// The sentence that goes with `full_byte`.
inline std::string full_remark(int full) {
  return std::string("bytes 0 to ") + std::to_string(full) +
         " became -1 to 1, as the largest byte suggests";
}

/// Writes the bytes of images as numbers.
///
/// Units:  0 becomes -1, `full` becomes 1.
/// Errors: DataError for a byte above `full`, with its place among the values.
inline void scale_bytes(const std::string& path, std::span<const unsigned char> bytes, int full,
                        float* out) {
  std::array<float, 256> level;
  for (std::size_t i = 0; i < level.size(); ++i) {
    level[i] = static_cast<float>(2.0 * static_cast<double>(i) / full - 1);
  }
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] > full) {
      throw DataError(path, std::string("value ") + std::to_string(i),
                      std::string("at most ") + std::to_string(full), std::to_string(bytes[i]));
    }
    out[i] = level[bytes[i]];
  }
}

}  // namespace saddle::data
