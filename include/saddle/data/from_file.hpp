// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/data/cifar.hpp>
#include <saddle/data/csv.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/data/idx.hpp>
#include <saddle/data/image_folder.hpp>
#include <saddle/data/npy.hpp>
#include <saddle/io/gzip.hpp>
#include <saddle/io/input_file.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

namespace saddle::data {

/// The formats of data files.
enum class FileFormat { idx, npy, cifar, csv, image_folder };

/// What `format_of` knows, in words.
inline constexpr std::string_view known_formats =
    "IDX images (plain or gzip), NPY (plain or gzip), CIFAR-10 binary, CSV or a folder of PNG "
    "pictures";

/// The format of a file, told by its content.
///
/// CIFAR-10 has no mark: it is a file of whole records that begins with a label.
///
/// Errors: DataError for content that is none of them, FileError if it cannot be read.
inline FileFormat format_of(const std::string& path) {
  std::error_code none;
  if (std::filesystem::is_directory(path, none)) return FileFormat::image_folder;
  InputFile file(path);
  unsigned char bytes[512];
  const std::string start = with_content(file, [&](auto& content) {
    const std::size_t count = content.read(bytes, sizeof bytes);
    return std::string(bytes, bytes + count);
  });
  constexpr std::string_view idx_of_images{"\0\0\x08\x03", 4};
  if (start.starts_with(idx_of_images)) return FileFormat::idx;
  if (start.starts_with(npy_magic)) return FileFormat::npy;
  if (!start.empty() && bytes[0] < CifarBytes::classes &&
      std::filesystem::file_size(path, none) % CifarBytes::record == 0) {
    return FileFormat::cifar;
  }
  const auto is_text = [](char c) {
    const unsigned char byte = static_cast<unsigned char>(c);
    return byte >= ' ' || c == '\t' || c == '\n' || c == '\r';
  };
  if (!start.empty() && std::all_of(start.begin(), start.end(), is_text)) return FileFormat::csv;
  std::string found = start.empty() ? "an empty file" : "bytes";
  for (std::size_t i = 0; i < std::min<std::size_t>(start.size(), 4); ++i) {
    char text[8];
    std::snprintf(text, sizeof text, " %02x", static_cast<unsigned>(bytes[i]));
    found += text;
  }
  throw DataError(path, "beginning", std::string(known_formats), found);
}

/// A set from a file or folder whose format is told by its content.
///
/// Units:  as the format's own reader by default: `idx`, `npy`, `cifar`, `csv`, `image_folder`.
/// Errors: as `format_of` and that reader.
inline Dataset from_file(const std::string& path) {
  switch (format_of(path)) {
    case FileFormat::idx: return idx(path);
    case FileFormat::npy: return npy(path);
    case FileFormat::cifar: return cifar({path});
    case FileFormat::csv: return csv(path);
    case FileFormat::image_folder: break;
  }
  return image_folder(path);
}

}  // namespace saddle::data
