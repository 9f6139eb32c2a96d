// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/io/file/input_file.hpp>
#include <saddle/io/jpeg.hpp>
#include <saddle/io/png.hpp>

#include <cstdint>
#include <span>
#include <string>

namespace saddle::inline per_set {

/// Reads a picture that is a JPEG file, as its first bytes say, or else PNG.
///
/// Shapes: returns (h, w, 1) for a grey picture, (h, w, 3) for one with colours.
/// Units:  0 to 255.
/// Errors: as `parse_jpeg` and `parse_png`; FileError if the file cannot be read.
inline Tensor<std::uint8_t, 3> read_picture(const std::string& path) {
  InputFile file(path);
  const std::span<const unsigned char> start = file.available();
  const bool jpeg = start.size() >= 2 && start[0] == 0xff && start[1] == 0xd8;
  return jpeg ? parse_jpeg(file) : parse_png(file);
}

}  // namespace saddle::inline per_set
