// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/io/file/random_access_file.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace saddle::inline per_set {

/// How a member of a zip archive is kept.
enum class ZipMethod : std::uint16_t { stored = 0, deflated = 8 };

/// One member of a zip archive; its bytes lie within the file, before the directory.
struct ZipMember {
  std::string name;
  ZipMethod method = ZipMethod::stored;
  std::uint32_t checksum = 0;  // CRC-32 of the unpacked bytes
  std::uint32_t size = 0;      // packed
  std::uint32_t unpacked_size = 0;
  std::uint64_t begin = 0;  // of the packed bytes
};

namespace zip {

inline constexpr std::uint32_t local_mark = 0x04034b50, central_mark = 0x02014b50,
                               end_mark = 0x06054b50;
inline constexpr std::size_t local_size = 30, central_size = 46, end_size = 22;
inline constexpr std::size_t most_members = 1024, longest_name = 256;

/// The little-endian number of `bytes` bytes at `at`.
inline std::uint32_t number(const unsigned char* at, std::size_t bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = bytes; i-- > 0;) value = value << 8 | at[i];
  return value;
}

}  // namespace zip

/// Reads the directory of a zip archive and checks all of it against the file's size.
///
/// Errors: DataError for a file that is no archive, more than 1024 members, names of more than 256
///         bytes, twice the same name, encryption, another method than stored and deflated, zip64
///         sizes (4 GiB and more), and members that do not lie within the file.
/// Source: PKWARE, APPNOTE.TXT 6.3.
inline std::vector<ZipMember> read_zip_directory(const RandomAccessFile& file) {
  using zip::number;
  const auto fail = [&](std::uint64_t offset, const std::string& what, const std::string& expected,
                        const std::string& found) {
    return DataError(file.path(), std::string("byte ") + std::to_string(offset) + " (" + what + ")",
                     expected, found);
  };
  // The end record stands last, but for a comment of up to 65,535 bytes.
  const std::uint64_t tail_size = std::min<std::uint64_t>(file.size(), zip::end_size + 0xffff);
  const std::uint64_t tail_at = file.size() - tail_size;
  std::vector<unsigned char> tail(static_cast<std::size_t>(tail_size));
  file.read(tail_at, tail.data(), tail.size());
  std::size_t end = tail.size();
  for (std::size_t at = tail.size() < zip::end_size ? 0 : tail.size() - zip::end_size + 1;
       at > 0;) {
    --at;
    if (number(&tail[at], 4) == zip::end_mark &&
        at + zip::end_size + number(&tail[at + 20], 2) == tail.size()) {
      end = at;
      break;
    }
  }
  if (end == tail.size()) throw fail(file.size(), "end", "a zip archive's directory", "none");
  const std::uint64_t end_at = tail_at + end;
  const std::size_t count = number(&tail[end + 10], 2);
  const std::uint64_t size = number(&tail[end + 12], 4), begin = number(&tail[end + 16], 4);
  if (number(&tail[end + 4], 4) != 0 || number(&tail[end + 8], 2) != count) {
    throw fail(end_at, "disks", "an archive in one file", "several");
  }
  if (count > zip::most_members) {
    throw fail(end_at + 10, "members", std::string("at most ") + std::to_string(zip::most_members),
               std::to_string(count));
  }
  if (begin + size > end_at) {
    throw fail(end_at + 12, "directory",
               std::string("one that ends before byte ") + std::to_string(end_at),
               std::to_string(size) + " bytes from byte " + std::to_string(begin));
  }
  std::vector<ZipMember> members;
  std::set<std::string> names;
  std::uint64_t at = begin;
  for (std::size_t i = 0; i < count; ++i) {
    std::array<unsigned char, zip::central_size> entry;
    if (begin + size - at < entry.size()) {
      throw fail(at, "directory", std::to_string(count) + " members", std::to_string(i));
    }
    file.read(at, entry.data(), entry.size());
    if (number(&entry[0], 4) != zip::central_mark) {
      throw fail(at, "directory", "the mark of a member", "something else");
    }
    const std::uint32_t flags = number(&entry[8], 2), method = number(&entry[10], 2);
    const std::size_t name_size = number(&entry[28], 2);
    const std::uint64_t more = name_size + number(&entry[30], 2) + number(&entry[32], 2);
    if (name_size > zip::longest_name || begin + size - at - entry.size() < more) {
      throw fail(at + 28, "name",
                 std::string("at most ") + std::to_string(zip::longest_name) + " bytes, there",
                 std::to_string(name_size));
    }
    ZipMember member{.name = std::string(name_size, '\0'),
                     .method = static_cast<ZipMethod>(method),
                     .checksum = number(&entry[16], 4),
                     .size = number(&entry[20], 4),
                     .unpacked_size = number(&entry[24], 4)};
    file.read(at + entry.size(), member.name.data(), name_size);
    if (!names.insert(member.name).second) throw fail(at, "name", "each name once", "one again");
    if (flags & 1) throw fail(at + 8, "flags", "a member that is not encrypted", "one that is");
    if (member.method != ZipMethod::stored && member.method != ZipMethod::deflated) {
      throw fail(at + 10, "method", "0 (stored) or 8 (deflated)", std::to_string(method));
    }
    const std::uint64_t local = number(&entry[42], 4);
    if (member.size == 0xffffffff || member.unpacked_size == 0xffffffff || local == 0xffffffff) {
      throw fail(at + 20, "size", "less than 4 GiB", "zip64");
    }
    if (member.method == ZipMethod::stored && member.size != member.unpacked_size) {
      throw fail(at + 24, "size", std::to_string(member.size) + ", for it is stored",
                 std::to_string(member.unpacked_size));
    }
    // The member's own header says only how long it is itself.
    std::array<unsigned char, zip::local_size> header;
    if (local + header.size() > begin) {
      throw fail(at + 42, "place", "one before the directory", std::to_string(local));
    }
    file.read(local, header.data(), header.size());
    if (number(&header[0], 4) != zip::local_mark) {
      throw fail(local, "member", "the mark of a member", "something else");
    }
    member.begin = local + header.size() + number(&header[26], 2) + number(&header[28], 2);
    if (member.begin + member.size > begin) {
      throw fail(local, "member", "one that ends before the directory",
                 std::to_string(member.size) + " bytes from byte " + std::to_string(member.begin));
    }
    members.push_back(std::move(member));
    at += entry.size() + more;
  }
  return members;
}

}  // namespace saddle::inline per_set
