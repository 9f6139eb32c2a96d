// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <string>

namespace saddle::data {

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
