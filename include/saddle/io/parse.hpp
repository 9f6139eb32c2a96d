// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

/// What the parsers of binary formats share. A `File` is anything that is read from front to back
/// and has `read`, `position`, `place` and `path`: an InputFile, a Gunzip, a MemoryFile.
namespace saddle::parse {

/// The error about `what` stands at byte `offset` of a file.
template <class File>
DataError error(const File& file, std::uint64_t offset, const std::string& what,
                const std::string& expected, const std::string& found) {
  return DataError(file.path(), file.place(offset) + " (" + what + ")", expected, found);
}

/// Reads exactly `size` bytes of a header.
///
/// Errors: DataError where the file ends before.
template <class File>
void take(File& file, unsigned char* out, std::size_t size, const std::string& what) {
  const std::uint64_t offset = file.position();
  const std::size_t count = file.read(out, size);
  if (count == size) return;
  throw error(file, offset, what, std::to_string(size) + " bytes",
              std::to_string(count) + " before the end of the file");
}

/// Reads the `size` bytes that a header promised; memory grows with the bytes that really arrive.
///
/// Errors: DataError where the file ends before.
template <class File>
std::vector<unsigned char> take_promised(File& file, std::size_t size, const std::string& what) {
  std::vector<unsigned char> bytes;
  const std::uint64_t begin = file.position();
  std::size_t piece = std::size_t{1} << 18;
  while (bytes.size() < size) {
    const std::size_t before = bytes.size();
    bytes.resize(before + std::min(piece, size - before));
    const std::size_t count = file.read(bytes.data() + before, bytes.size() - before);
    if (before + count < bytes.size()) {
      throw error(file, begin + before + count, what, std::to_string(size) + " bytes in all",
                  std::string("the end of the file after ") + std::to_string(before + count));
    }
    piece = bytes.size();  // double it
  }
  return bytes;
}

/// Errors: DataError unless the file ends here.
template <class File>
void expect_end(File& file) {
  const std::uint64_t offset = file.position();
  unsigned char more;
  if (file.read(&more, 1) != 0) {
    throw error(file, offset, "after the data", "the end of the file", "more bytes");
  }
}

/// The number of values in `count` values times an `extent` that stood at `offset`.
///
/// Errors: DataError for an empty axis and for more doubles than can be addressed.
template <class File>
std::size_t times_extent(const File& file, std::uint64_t offset, std::size_t count,
                         std::uint64_t extent) {
  constexpr std::size_t most = std::numeric_limits<std::ptrdiff_t>::max() / sizeof(double);
  if (extent == 0) throw error(file, offset, "length of an axis", "at least 1", "0");
  if (extent > most / count) {
    throw error(file, offset, "length of an axis",
                std::string("at most ") + std::to_string(most / count) + " here",
                std::to_string(extent));
  }
  return count * static_cast<std::size_t>(extent);
}

}  // namespace saddle::parse
