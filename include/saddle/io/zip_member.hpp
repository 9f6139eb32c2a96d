// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/io/random_access_file.hpp>
#include <saddle/io/zip_directory.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>

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

/// A member of a zip archive, read from front to back like an InputFile.
///
/// A deflated member shows itself as the gzip file that it would be: the same packed bytes between
/// a header and the check sum and size of the archive's directory, so `with_content` unpacks and
/// verifies it. A stored member verifies its check sum where its end is reached.
class ZipMemberFile {
 public:
  ZipMemberFile(const RandomAccessFile& file, const ZipMember& member)
      : file_(file), member_(member), path_(file.path() + ": " + member.name) {
    if (member.method == ZipMethod::stored) return;
    head_ = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff};
    head_size_ = head_.size();
    for (std::size_t i = 0; i < 4; ++i) {
      foot_[i] = static_cast<unsigned char>(member.checksum >> (8 * i));
      foot_[i + 4] = static_cast<unsigned char>(member.unpacked_size >> (8 * i));
    }
    foot_size_ = foot_.size();
  }
  ZipMemberFile(const ZipMemberFile&) = delete;
  ZipMemberFile& operator=(const ZipMemberFile&) = delete;

  const std::string& path() const { return path_; }

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
  ///
  /// Errors: DataError where a stored member's bytes do not have its check sum.
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

  std::uint64_t position() const { return position_; }

  /// The words by which error messages name the byte at `offset`.
  static std::string place(std::uint64_t offset) { return "byte " + std::to_string(offset); }

 private:
  void refill() {
    std::memmove(window_.data(), window_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    const std::uint64_t size = head_size_ + member_.size + foot_size_;
    while (end_ < window_.size() && shown_ < size) {
      unsigned char* const to = window_.data() + end_;
      std::size_t count;
      if (shown_ < head_size_) {
        count = head_size_;  // the window is empty before it
        std::copy_n(head_.data(), count, to);
      } else if (shown_ < head_size_ + member_.size) {
        const std::uint64_t done = shown_ - head_size_;
        count = static_cast<std::size_t>(
            std::min<std::uint64_t>(member_.size - done, window_.size() - end_));
        file_.read(member_.begin + done, to, count);
        if (member_.method == ZipMethod::stored) verify(to, count, done + count);
      } else {
        const auto done = static_cast<std::size_t>(shown_ - head_size_ - member_.size);
        count = std::min(foot_size_ - done, window_.size() - end_);
        std::copy_n(foot_.data() + done, count, to);
      }
      end_ += count;
      shown_ += count;
    }
  }

  void verify(const unsigned char* bytes, std::size_t count, std::uint64_t done) {
    checksum_.add(bytes, count);
    if (done == member_.size && checksum_.value() != member_.checksum) {
      throw DataError(path_, "check sum", std::to_string(member_.checksum),
                      std::to_string(checksum_.value()));
    }
  }

  const RandomAccessFile& file_;
  ZipMember member_;
  std::string path_;
  std::array<unsigned char, 10> head_{};
  std::array<unsigned char, 8> foot_{};
  std::size_t head_size_ = 0, foot_size_ = 0;
  Crc32 checksum_;
  std::uint64_t shown_ = 0;          // bytes that came into the window so far
  std::size_t begin_ = 0, end_ = 0;  // the part of the window that is still to be taken
  std::uint64_t position_ = 0;
  std::array<unsigned char, 1 << 16> window_;
};

}  // namespace saddle::inline per_set
