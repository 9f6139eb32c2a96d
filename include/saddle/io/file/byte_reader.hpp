// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>

namespace saddle::inline per_set {

/// Bytes that are read once from front to back, through a window that shows what comes next.
///
/// `Source` derives from it and has `fill(to, room)`, which puts up to `room` of the bytes that
/// follow at `to` and returns how many: none at the end.
template <class Source>
class ByteReader {
 public:
  ByteReader(const ByteReader&) = delete;
  ByteReader& operator=(const ByteReader&) = delete;

  /// What comes next, without taking it: at least two bytes unless fewer are left, none at the end.
  std::span<const unsigned char> available() {
    if (end_ - begin_ < 2) refill();
    return {window_.data() + begin_, end_ - begin_};
  }

  /// Takes `size` bytes of what `available` showed.
  void consume(std::size_t size) {
    begin_ += size;
    position_ += size;
  }

  /// Takes up to `size` bytes; fewer only at the end.
  std::size_t read(unsigned char* out, std::size_t size) {
    std::size_t done = 0;
    while (done < size) {
      const std::span<const unsigned char> bytes = available();
      if (bytes.empty()) break;
      const std::size_t count = std::min(bytes.size(), size - done);
      std::memcpy(out + done, bytes.data(), count);
      consume(count);
      done += count;
    }
    return done;
  }

  /// How many bytes were taken so far.
  std::uint64_t position() const { return position_; }

  /// The words by which error messages name the byte at `offset`.
  static std::string place(std::uint64_t offset) {
    return std::string("byte ") + std::to_string(offset);
  }

 protected:
  ByteReader() = default;
  ~ByteReader() = default;

 private:
  void refill() {
    std::memmove(window_.data(), window_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    while (end_ < window_.size()) {
      const std::size_t count =
          static_cast<Source*>(this)->fill(window_.data() + end_, window_.size() - end_);
      if (count == 0) return;
      end_ += count;
    }
  }

  std::size_t begin_ = 0, end_ = 0;  // the part of the window that is still to be taken
  std::uint64_t position_ = 0;
  std::array<unsigned char, 1 << 16> window_;
};

}  // namespace saddle::inline per_set
