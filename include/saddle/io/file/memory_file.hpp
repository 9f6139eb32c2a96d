// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <utility>

namespace saddle::inline per_set {

/// Bytes that somebody else keeps in memory, read like an InputFile.
class MemoryFile {
 public:
  explicit MemoryFile(std::span<const unsigned char> bytes, std::string path = "memory")
      : path_(std::move(path)), bytes_(bytes) {}

  const std::string& path() const { return path_; }

  /// What comes next, without taking it: none at the end.
  std::span<const unsigned char> available() const {
    constexpr std::size_t window = std::size_t{1} << 30;
    return bytes_.subspan(position_, std::min(bytes_.size() - position_, window));
  }

  /// Takes `size` bytes of what `available` showed.
  void consume(std::size_t size) { position_ += size; }

  /// Takes up to `size` bytes; fewer only at the end.
  std::size_t read(unsigned char* out, std::size_t size) {
    const std::size_t count = std::min(size, bytes_.size() - position_);
    if (count > 0) std::memcpy(out, bytes_.data() + position_, count);
    position_ += count;
    return count;
  }

  /// How many bytes were taken so far.
  std::uint64_t position() const { return position_; }

  /// The words by which error messages name the byte at `offset`.
  static std::string place(std::uint64_t offset) {
    return std::string("byte ") + std::to_string(offset);
  }

 private:
  std::string path_;
  std::span<const unsigned char> bytes_;
  std::size_t position_ = 0;
};

}  // namespace saddle::inline per_set
