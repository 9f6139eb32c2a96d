// SPDX-License-Identifier: BSL-1.0
#include "memory_path.hpp"

#include <saddle/io/gzip.hpp>

#include <array>
#include <cstdint>

void saddle::fuzz::gzip(Bytes bytes) {
  InputFile file{MemoryPath(bytes)};
  with_content(file, [](auto& content) {
    std::array<unsigned char, 5'000> piece;
    std::uint64_t total = 0;
    std::size_t count;
    do {
      count = content.read(piece.data(), piece.size());
      total += count;
    } while (count == piece.size());
    require(content.position() == total, "the position counts what was read");
  });
}
