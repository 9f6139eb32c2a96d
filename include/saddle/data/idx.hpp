// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/tensor.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/data/scale_bytes.hpp>
#include <saddle/io/file/input_file.hpp>
#include <saddle/io/gzip.hpp>
#include <saddle/io/parse.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
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
  const auto big_endian_word = [&](const char* what) {
    unsigned char bytes[4];
    parse::take(file, bytes, sizeof bytes, what);
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
    throw parse::error(file, 0, "magic number",
                       hexadecimal(magic) + " (unsigned bytes, " + std::to_string(N) + " axes)",
                       hexadecimal(found));
  }
  IdxBytes<N> idx;
  std::size_t size = 1;
  for (std::size_t& extent : idx.extents) {
    const std::uint64_t offset = file.position();
    extent = big_endian_word("length of an axis");
    size = parse::times_extent(file, offset, size, extent);
  }
  idx.bytes = parse::take_promised(file, size, "data");
  parse::expect_end(file);
  return idx;
}

/// Reads the bytes of an IDX file with N axes, plain or gzip by content.
template <std::size_t N>
IdxBytes<N> read_idx(const std::string& path) {
  InputFile file(path);
  return with_content(file, [](auto& content) { return parse_idx<N>(content); });
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

/// The bytes of IDX images as numbers.
///
/// Shapes: returns (n, h, w, 1).
/// Units:  0 becomes -1, `full` becomes 1.
/// Errors: DataError for a byte above `full`.
inline Tensor<float, 4> idx_images(const std::string& path, const IdxBytes<3>& idx, int full) {
  const auto [n, h, w] = idx.extents;
  Tensor<float, 4> images = xt::empty<float>({n, h, w, std::size_t{1}});  // (n, h, w, 1)
  scale_bytes(path, idx.bytes, full, images.data());
  return images;
}

/// Reads images of an IDX file, plain or gzip.
///
/// Shapes: returns (n, h, w, 1).
/// Units:  0 becomes -1, `full` becomes 1. Where it is not given, the largest byte decides, see
///         `full_byte`.
/// Errors: DataError for a damaged file or a value above `full`, FileError if it cannot be read.
inline Tensor<float, 4> read_idx_images(const std::string& path, std::optional<int> full = {}) {
  const IdxBytes<3> idx = read_idx<3>(path);
  return idx_images(path, idx, full.value_or(full_byte(idx.bytes)));
}

/// A set of images from an IDX file, with the labels of a second one if it is named.
///
/// Units:  as `read_idx_images`; where `full` is not given, the set's remarks say what it was.
/// Errors: as `read_idx_images` and `read_idx_labels`; ConfigError where they do not match.
inline Dataset idx(InputFile& images, const std::string& labels = {},
                   std::optional<int> full = {}) {
  const auto read = with_content(images, [](auto& content) { return parse_idx<3>(content); });
  const int became_one = full.value_or(full_byte(read.bytes));
  Dataset set(base_name(images.path()), idx_images(images.path(), read, became_one),
              labels.empty() ? Tensor<int, 1>::from_shape({0}) : read_idx_labels(labels));
  set.full = became_one;
  if (!full) set.remarks.push_back(full_remark(became_one));
  return set;
}
inline Dataset idx(const std::string& images, const std::string& labels = {},
                   std::optional<int> full = {}) {
  InputFile file(images);
  return idx(file, labels, full);
}

}  // namespace saddle::data
