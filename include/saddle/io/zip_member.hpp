// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/io/file/byte_reader.hpp>
#include <saddle/io/file/crc32.hpp>
#include <saddle/io/file/random_access_file.hpp>
#include <saddle/io/zip_directory.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace saddle::inline per_set {

/// A member of a zip archive, read from front to back like an InputFile.
///
/// A deflated member shows itself as the gzip file that it would be: the same packed bytes between
/// a header and the check sum and size of the archive's directory, so `with_content` unpacks and
/// verifies it.
///
/// Errors: DataError where a stored member's bytes do not have its check sum, when its end is read.
class ZipMemberFile : public ByteReader<ZipMemberFile> {
 public:
  ZipMemberFile(const RandomAccessFile& file, const ZipMember& member)
      : file_(file), member_(member), path_(file.path() + ": " + member.name) {
    if (member.method == ZipMethod::stored) return;
    for (std::size_t i = 0; i < 4; ++i) {
      gzip_foot_[i] = static_cast<unsigned char>(member.checksum >> (8 * i));
      gzip_foot_[i + 4] = static_cast<unsigned char>(member.unpacked_size >> (8 * i));
    }
    before_ = gzip_head;
    after_ = gzip_foot_;
  }

  const std::string& path() const { return path_; }

 private:
  static constexpr std::array<unsigned char, 10> gzip_head{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff};

  friend ByteReader;
  std::size_t fill(unsigned char* to, std::size_t room) {
    if (!before_.empty()) return take(before_, to, room);
    if (done_ == member_.size) return take(after_, to, room);
    const auto count =
        static_cast<std::size_t>(std::min<std::uint64_t>(member_.size - done_, room));
    file_.read(member_.begin + done_, to, count);
    done_ += count;
    if (member_.method == ZipMethod::stored) verify(to, count);
    return count;
  }

  static std::size_t take(std::span<const unsigned char>& bytes, unsigned char* to,
                          std::size_t room) {
    const std::size_t count = std::min(bytes.size(), room);
    std::copy_n(bytes.data(), count, to);
    bytes = bytes.subspan(count);
    return count;
  }

  void verify(const unsigned char* bytes, std::size_t count) {
    checksum_.add(bytes, count);
    if (done_ == member_.size && checksum_.value() != member_.checksum) {
      throw DataError(path_, "check sum", std::to_string(member_.checksum),
                      std::to_string(checksum_.value()));
    }
  }

  const RandomAccessFile& file_;
  ZipMember member_;
  std::string path_;
  std::array<unsigned char, 8> gzip_foot_{};
  std::span<const unsigned char> before_, after_;  // what is left of gzip's header and its end
  std::uint64_t done_ = 0;                         // bytes of the member that were read
  Crc32 checksum_;
};

}  // namespace saddle::inline per_set
