// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/io/file/crc32.hpp>
#include <saddle/io/parse.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace saddle::inline per_set {

/// The parts of a PNG file that make its pixels, checked from the outside before anything unpacks
/// them: complete, undamaged, in place, and of a size that the packed data can really fill.
///
/// Errors: DataError with the byte for another signature, a wrong check sum, a header that is none,
///         an unknown chunk that cannot be left out, a file that ends early or goes on, or a
///         picture that is larger than deflate could have packed into so few bytes.
/// Source: W3C, "Portable Network Graphics Specification", sections 5 and 11.
class PngChunks {
 public:
  template <class File>
  explicit PngChunks(File& file) {
    bytes_.resize(signature.size());
    parse::take(file, bytes_.data(), bytes_.size(), "signature");
    if (!std::equal(signature.begin(), signature.end(), bytes_.begin())) {
      throw parse::error(file, 0, "signature", "\\x89PNG", "something else");
    }
    std::string type;
    std::size_t packed = 0;  // bytes of pixel data
    for (bool first = true; type != "IEND"; first = false) {
      const std::uint64_t offset = file.position();
      std::array<unsigned char, 8> head;
      parse::take(file, head.data(), head.size(), "chunk");
      const std::size_t length = big_endian(head.data());
      type.assign(head.begin() + 4, head.end());
      if (first != (type == "IHDR") || (first && length != header_length)) {
        throw parse::error(file, offset, "chunk", "one header of 13 bytes, IHDR, at the beginning",
                           in_quotes(type) + " of " + std::to_string(length) + " bytes");
      }
      const std::vector<unsigned char> body =
          parse::take_promised(file, length + check_length, "chunk " + type);
      const std::uint32_t sum = check_sum(std::span(head).subspan(4), body);
      if (sum != big_endian(body.data() + length)) {
        throw parse::error(file, offset, "chunk " + type, "its check sum", "another");
      }
      if (first) check_header(file, body);
      if (type == "IDAT") packed += length;
      const bool kept = std::find(used.begin(), used.end(), type) != used.end();
      const bool may_be_left_out = (head[4] & 0x20) != 0;  // a small first letter
      if (!kept && !may_be_left_out) {
        throw parse::error(file, offset, "chunk", "IHDR, PLTE, IDAT or IEND", in_quotes(type));
      }
      if (kept) {
        bytes_.insert(bytes_.end(), head.begin(), head.end());
        bytes_.insert(bytes_.end(), body.begin(), body.end());
      }
    }
    parse::expect_end(file);
    constexpr std::size_t most_unpacked = 1032;  // of one byte of deflate
    if (rows_ > (packed * most_unpacked) / row_size_) {
      throw parse::error(file, size_at, "width and height",
                         std::string("at most ") + std::to_string(packed * most_unpacked) +
                             " bytes of pixels from " + std::to_string(packed) + " packed ones",
                         std::to_string(rows_) + " rows of " + std::to_string(row_size_));
    }
  }

  /// A PNG file of these chunks alone.
  const std::vector<unsigned char>& bytes() const { return bytes_; }

 private:
  static constexpr std::array<unsigned char, 8> signature = {0x89, 'P',  'N',  'G',
                                                             '\r', '\n', 0x1a, '\n'};
  static constexpr std::array<std::string_view, 5> used = {"IHDR", "PLTE", "tRNS", "IDAT", "IEND"};
  static constexpr std::size_t header_length = 13, check_length = 4, size_at = 16;

  static std::uint32_t big_endian(const unsigned char* bytes) {
    return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 |
           std::uint32_t{bytes[2]} << 8 | std::uint32_t{bytes[3]};
  }

  /// The check sum of a chunk: of its name and its body, the sum after it left out.
  static std::uint32_t check_sum(std::span<const unsigned char> type,
                                 std::span<const unsigned char> body) {
    Crc32 sum;
    sum.add(type.data(), type.size());
    sum.add(body.data(), body.size() - check_length);
    return sum.value();
  }

  template <class File>
  void check_header(const File& file, const std::vector<unsigned char>& body) {
    constexpr std::uint32_t largest = 0x7fffffff;  // of any number in a PNG file
    const std::uint32_t width = big_endian(body.data()), height = big_endian(body.data() + 4);
    if (width == 0 || height == 0 || width > largest || height > largest) {
      throw parse::error(file, size_at, "width and height",
                         std::string("1 to ") + std::to_string(largest),
                         std::to_string(width) + " and " + std::to_string(height));
    }
    const std::size_t depth = body[8], kind = body[9];
    constexpr std::array<std::size_t, 7> channels_of = {1, 0, 3, 1, 2, 0, 4};
    const std::size_t channels = kind < channels_of.size() ? channels_of[kind] : 0;
    const bool known = depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
    if (!known || channels == 0) {
      throw parse::error(file, size_at + 8, "depth and kind of colour", "those of PNG",
                         std::to_string(depth) + " and " + std::to_string(kind));
    }
    rows_ = height;
    row_size_ = 1 + (width * channels * depth + 7) / 8;  // and its filter's number
  }

  std::vector<unsigned char> bytes_;
  std::size_t rows_ = 0, row_size_ = 0;
};

}  // namespace saddle::inline per_set
