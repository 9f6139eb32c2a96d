// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/io/gzip.hpp>
#include <saddle/io/input_file.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace saddle::data {

/// What an IDX file of unsigned bytes holds: its extents and its bytes.
template <std::size_t N>
struct IdxBytes {
  std::array<std::size_t, N> extents{};
  std::vector<unsigned char> bytes;
};

/// Reads an IDX file (MNIST's format) of unsigned bytes with N axes; `file` is anything that has
/// `read`, `position`, `place` and `path`.
///
/// Memory grows with the bytes that really arrive, whatever the header promises.
///
/// Errors: DataError for another magic number, an empty axis, a size beyond what can be addressed,
///         or more or fewer bytes than the header says.
template <std::size_t N, class File>
IdxBytes<N> parse_idx(File& file) {
  const auto fail = [&](std::uint64_t offset, const char* what, const std::string& expected,
                        const std::string& found) {
    return DataError(file.path(), file.place(offset) + " (" + what + ")", expected, found);
  };
  const auto big_endian_word = [&](const char* what) {
    unsigned char bytes[4];
    const std::uint64_t offset = file.position();
    const std::size_t count = file.read(bytes, sizeof bytes);
    if (count < sizeof bytes) {
      throw fail(offset, what, "4 bytes", std::to_string(count) + " before the end of the file");
    }
    return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 |
           std::uint32_t{bytes[2]} << 8 | std::uint32_t{bytes[3]};
  };
  const auto hexadecimal = [](std::uint32_t word) {
    char text[16];
    std::snprintf(text, sizeof text, "0x%08x", static_cast<unsigned>(word));
    return std::string(text);
  };

  constexpr std::uint32_t magic = 0x0800 + N;  // 08: unsigned bytes
  const std::uint32_t found = big_endian_word("magic number");
  if (found != magic) {
    throw fail(0, "magic number",
               hexadecimal(magic) + " (unsigned bytes, " + std::to_string(N) + " axes)",
               hexadecimal(found));
  }
  IdxBytes<N> idx;
  constexpr std::size_t most = std::numeric_limits<std::ptrdiff_t>::max() / sizeof(double);
  std::size_t size = 1;
  for (std::size_t& extent : idx.extents) {
    const std::uint64_t offset = file.position();
    extent = big_endian_word("length of an axis");
    if (extent == 0) throw fail(offset, "length of an axis", "at least 1", "0");
    if (extent > most / size) {
      throw fail(offset, "length of an axis", "at most " + std::to_string(most / size) + " here",
                 std::to_string(extent));
    }
    size *= extent;
  }

  const std::uint64_t begin = file.position();
  std::size_t piece = std::size_t{1} << 20;
  while (idx.bytes.size() < size) {
    const std::size_t before = idx.bytes.size();
    idx.bytes.resize(before + std::min(piece, size - before));
    const std::size_t count = file.read(idx.bytes.data() + before, idx.bytes.size() - before);
    if (before + count < idx.bytes.size()) {
      throw fail(begin + before + count, "data", std::to_string(size) + " bytes in all",
                 "the end of the file after " + std::to_string(before + count));
    }
    piece = idx.bytes.size();  // double it
  }
  unsigned char more;
  if (file.read(&more, 1) != 0) {
    throw fail(begin + size, "after the data", "the end of the file", "more bytes");
  }
  return idx;
}

/// Reads the bytes of an IDX file with N axes, plain or gzip by content.
template <std::size_t N>
IdxBytes<N> read_idx(const std::string& path) {
  InputFile file(path);
  return with_content(file, [](auto& content) { return parse_idx<N>(content); });
}

/// Reads images of an IDX file, plain or gzip.
///
/// Shapes: returns (n, h, w, 1).
/// Units:  0 becomes -1, `full` becomes 1; MNIST's full is 255.
/// Errors: DataError for a damaged file or a value above `full`, FileError if it cannot be read.
inline Tensor<float, 4> read_idx_images(const std::string& path, int full = 255) {
  const IdxBytes<3> idx = read_idx<3>(path);
  std::array<float, 256> level;
  for (std::size_t i = 0; i < level.size(); ++i) {
    level[i] = static_cast<float>(2.0 * static_cast<double>(i) / full - 1);
  }
  const auto too_large = std::find_if(idx.bytes.begin(), idx.bytes.end(),
                                      [full](unsigned char byte) { return byte > full; });
  if (too_large != idx.bytes.end()) {
    throw DataError(path, "value " + std::to_string(too_large - idx.bytes.begin()),
                    "at most " + std::to_string(full), std::to_string(*too_large));
  }
  Tensor<float, 4> images = xt::empty<float>(
      {idx.extents[0], idx.extents[1], idx.extents[2], std::size_t{1}});  // (n, h, w, 1)
  std::transform(idx.bytes.begin(), idx.bytes.end(), images.data(),
                 [&](unsigned char byte) { return level[byte]; });
  return images;
}

/// Reads labels of an IDX file, plain or gzip.
///
/// Shapes: returns (n).
/// Errors: DataError for a damaged file, FileError if it cannot be read.
inline Tensor<int, 1> read_idx_labels(const std::string& path) {
  const IdxBytes<1> idx = read_idx<1>(path);
  Tensor<int, 1> labels = xt::empty<int>({idx.extents[0]});  // (n)
  std::copy(idx.bytes.begin(), idx.bytes.end(), labels.data());
  return labels;
}

/// A set of images from an IDX file, with the labels of a second one if it is named.
///
/// Errors: as `read_idx_images` and `read_idx_labels`; ConfigError where they do not match.
inline Dataset idx(const std::string& images, const std::string& labels = {}, int full = 255) {
  return Dataset(images, read_idx_images(images, full),
                 labels.empty() ? Tensor<int, 1>::from_shape({0}) : read_idx_labels(labels));
}

}  // namespace saddle::data
