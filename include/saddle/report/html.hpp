// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/text/printable.hpp>
#include <saddle/io/file/memory_file.hpp>
#include <saddle/io/json_file.hpp>
#include <saddle/io/png_chunks.hpp>
#include <saddle/report/small_picture.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>

/// Pieces of HTML that are safe whatever text and bytes they are made of.
namespace saddle::html {

/// The text as it may stand between tags and in quoted attributes; control characters and bytes
/// that are no UTF-8 become '?'.
inline std::string escaped(std::string_view text) {
  std::string safe;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    switch (byte) {
      case '&': safe += "&amp;"; continue;
      case '<': safe += "&lt;"; continue;
      case '>': safe += "&gt;"; continue;
      case '"': safe += "&quot;"; continue;
      case '\'': safe += "&#39;"; continue;
      default: break;
    }
    if (byte < 0x80) {
      const bool shows = byte >= 0x20 || byte == '\n' || byte == '\t';
      safe += shows && byte != 0x7f ? text[i] : '?';
      continue;
    }
    const std::size_t length = utf8_length(text.substr(i));
    safe += length > 0 ? std::string(text.substr(i, length)) : "?";
    if (length > 0) i += length - 1;
  }
  return safe;
}

/// Bytes as base64 text.
inline std::string base64(std::string_view bytes) {
  constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t word = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      const bool there = i + k < bytes.size();
      word = word << 8 | (there ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      text += i + k > bytes.size() ? '=' : digits[word >> (18 - 6 * k) & 63U];
    }
  }
  return text;
}

/// What a picture may take of a page, in bytes of its file: one that is looked at, and one of a
/// strip. A run has two of the first and six of the others, so that two runs stay below 4 MB.
inline constexpr std::size_t picture_bytes = 400'000, strip_picture_bytes = 100'000;

/// A PNG file as a picture within the page, made smaller where it takes more than `most` bytes.
///
/// Errors: FileError if it cannot be read, DataError if it is no PNG, or a damaged one (whose
///         pixels are looked at only where it has to be made smaller).
inline std::string picture(const std::string& path, std::string_view caption,
                           std::size_t most = picture_bytes) {
  std::string bytes = read_text(path);
  MemoryFile file({reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()}, path);
  const PngChunks undamaged(file);
  bytes = small_png(std::move(bytes), path, most);
  return std::string("<figure><img loading=\"lazy\" alt=\"") + escaped(caption) +
         "\" src=\"data:image/png;base64," + base64(bytes) + "\"><figcaption>" + escaped(caption) +
         "</figcaption></figure>\n";
}

/// A number as people read it; a dash for what is none.
inline std::string number(double value, int digits = 4) {
  if (!(value == value)) return "&ndash;";
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.*g", digits, value);
  return text.data();
}

}  // namespace saddle::html
