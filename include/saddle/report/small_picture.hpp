// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/io/file/memory_file.hpp>
#include <saddle/io/png.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace saddle::inline per_set {

/// The picture with half the sides: a pixel is the mean of four; of an odd side the last is left
/// out.
///
/// Shapes: pixels (h, w, c) -> (h / 2, w / 2, c).
inline Tensor<std::uint8_t, 3> halved(const Tensor<std::uint8_t, 3>& pixels) {
  const std::size_t h = pixels.shape(0) / 2, w = pixels.shape(1) / 2, channels = pixels.shape(2);
  Tensor<std::uint8_t, 3> half = Tensor<std::uint8_t, 3>::from_shape({h, w, channels});
  for (std::size_t y = 0; y < h; ++y) {
    for (std::size_t x = 0; x < w; ++x) {
      for (std::size_t c = 0; c < channels; ++c) {
        const unsigned sum = pixels(2 * y, 2 * x, c) + pixels(2 * y, 2 * x + 1, c) +
                             pixels(2 * y + 1, 2 * x, c) + pixels(2 * y + 1, 2 * x + 1, c);
        half(y, x, c) = static_cast<std::uint8_t>((sum + 2) / 4);
      }
    }
  }
  return half;
}

/// A PNG file's bytes, or, where they are more than `most`, those of the picture with its sides
/// halved until they are not. Without libpng's header they stay as they are.
///
/// Errors: DataError, which names `path`, for a picture that is damaged where it has to be halved.
inline std::string small_png(std::string bytes, const std::string& path, std::size_t most) {
  if (!has_png || bytes.size() <= most) return bytes;
  MemoryFile file({reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()}, path);
  Tensor<std::uint8_t, 3> pixels = parse_png(file);
  while (bytes.size() > most && pixels.shape(0) > 1 && pixels.shape(1) > 1) {
    pixels = halved(pixels);
    const std::vector<unsigned char> smaller = encode_png(pixels, path);
    bytes.assign(smaller.begin(), smaller.end());
  }
  return bytes;
}

}  // namespace saddle::inline per_set
