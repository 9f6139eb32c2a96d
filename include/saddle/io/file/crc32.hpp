// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace saddle::inline per_set {

/// The check sum of zip, gzip and PNG, piece by piece.
class Crc32 {
 public:
  void add(const unsigned char* bytes, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) {
      state_ = table[(state_ ^ bytes[i]) & 0xff] ^ state_ >> 8;
    }
  }
  std::uint32_t value() const { return ~state_; }

 private:
  static constexpr std::array<std::uint32_t, 256> table = [] {
    std::array<std::uint32_t, 256> entries{};
    for (std::uint32_t i = 0; i < 256; ++i) {
      std::uint32_t entry = i;
      for (int bit = 0; bit < 8; ++bit) entry = entry >> 1 ^ (entry & 1 ? 0xedb88320U : 0);
      entries[i] = entry;
    }
    return entries;
  }();
  std::uint32_t state_ = 0xffffffff;
};

}  // namespace saddle::inline per_set
