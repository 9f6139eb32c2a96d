// SPDX-License-Identifier: BSL-1.0
#include "memory_path.hpp"

#include <saddle/core/error.hpp>
#include <saddle/io/png.hpp>

#include <zlib.h>

#include <cstdint>
#include <vector>

namespace {

using namespace saddle;

/// The file with the right check sum after every chunk: a fuzzer would not find what lies behind.
std::vector<unsigned char> with_checks(fuzz::Bytes bytes) {
  std::vector<unsigned char> file(bytes.begin(), bytes.end());
  const auto word = [&](std::size_t at) {
    return std::uint32_t{file[at]} << 24 | std::uint32_t{file[at + 1]} << 16 |
           std::uint32_t{file[at + 2]} << 8 | std::uint32_t{file[at + 3]};
  };
  std::size_t at = 8;
  while (at + 12 <= file.size() && word(at) <= file.size() - at - 12) {
    const std::size_t end = at + 8 + word(at);
    const auto check = ::crc32(0, file.data() + at + 4, static_cast<uInt>(end - at - 4));
    for (std::size_t i = 0; i < 4; ++i) {
      file[end + i] = static_cast<unsigned char>(check >> (24 - 8 * i));
    }
    at = end + 4;
  }
  return file;
}

void read(fuzz::Bytes bytes) {
  const Tensor<std::uint8_t, 3> pixels = read_png(fuzz::MemoryPath(bytes));
  fuzz::require(pixels.size() > 0, "a picture has pixels");
  fuzz::require(pixels.shape(2) == 1 || pixels.shape(2) == 3, "grey or colours");
}

}  // namespace

void saddle::fuzz::png(Bytes bytes) {
  try {
    read(with_checks(bytes));
  } catch (const Error&) {  // and what is there anyway
  }
  read(bytes);
}
