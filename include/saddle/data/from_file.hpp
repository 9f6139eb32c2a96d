// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/data/cifar.hpp>
#include <saddle/data/csv.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/data/idx.hpp>
#include <saddle/data/image_folder.hpp>
#include <saddle/data/npy.hpp>
#include <saddle/io/file/input_file.hpp>
#include <saddle/io/file/memory_file.hpp>
#include <saddle/io/gzip.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <span>
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

/// Whether bytes may begin a CIFAR-10 file of `size` bytes, which has no mark: whole records, each
/// of which begins with a label. Of a pipe the size is not known.
inline bool begins_cifar(std::span<const unsigned char> bytes, std::optional<std::uint64_t> size) {
  if (bytes.empty() || size.value_or(0) % CifarBytes::record != 0) return false;
  for (std::size_t i = 0; i < bytes.size(); i += CifarBytes::record) {
    if (bytes[i] >= CifarBytes::classes) return false;
  }
  return true;
}

/// The format of a file, told by its content, of which nothing is taken.
///
/// Errors: DataError for content that is none of them, FileError if it cannot be read.
inline FileFormat format_of(InputFile& file) {
  const std::span<const unsigned char> window = file.available();
  MemoryFile beginning(window, file.path());
  unsigned char bytes[512];
  const std::string start = with_content(beginning, [&](auto& content) {
    const std::size_t count = content.read(bytes, sizeof bytes);
    return std::string(bytes, bytes + count);
  });
  constexpr std::string_view idx_of_images{"\0\0\x08\x03", 4};
  if (start.starts_with(idx_of_images)) return FileFormat::idx;
  if (start.starts_with(npy_magic)) return FileFormat::npy;
  if (begins_cifar(window, file.size())) return FileFormat::cifar;
  const auto is_text = [](char c) {
    const unsigned char byte = static_cast<unsigned char>(c);
    return byte >= ' ' || c == '\t' || c == '\n' || c == '\r';
  };
  const bool broken_off = npy_magic.starts_with(start);  // whose first byte might be of a text
  if (!broken_off && std::all_of(start.begin(), start.end(), is_text)) return FileFormat::csv;
  std::string found = start.empty() ? "an empty file" : "bytes";
  for (std::size_t i = 0; i < std::min<std::size_t>(start.size(), 4); ++i) {
    char text[8];
    std::snprintf(text, sizeof text, " %02x", static_cast<unsigned>(bytes[i]));
    found += text;
  }
  throw DataError(file.path(), "beginning", std::string(known_formats), found);
}
inline FileFormat format_of(const std::string& path) {
  std::error_code none;
  if (std::filesystem::is_directory(path, none)) return FileFormat::image_folder;
  InputFile file(path);
  return format_of(file);
}

/// Whether a set of several samples holds one only, again and again.
inline bool is_constant(const Dataset& set) {
  const auto values = set.values();  // (rows, numbers)
  const std::size_t size = values.shape()[1];
  std::size_t i = size;
  while (i < set.rows() * size && values(i / size, i % size) == values(0, i % size)) ++i;
  return set.rows() > 1 && i == set.rows() * size;
}

/// A set from a file or folder whose format is told by its content; a pipe is a file too. What the
/// reader had to decide stands in the set's remarks, and whether all samples are equal. Of a table
/// the columns `wanted` are taken.
///
/// Units:  as the format's own reader by default: `idx`, `npy`, `cifar`, `csv`, `image_folder`; or
///         those of another set, `as`, which this one is to be compared with.
/// Errors: as `format_of` and that reader; DataError for columns of what is no CSV; FileError for
///         more than fits into memory.
inline Dataset from_file(const std::string& path, const std::optional<Units>& as = {},
                         const CsvColumns& wanted = {}) {
  const auto read = [&] {
    std::error_code none;
    const bool folder = std::filesystem::is_directory(path, none);
    std::optional<InputFile> opened;
    if (!folder) opened.emplace(path);
    const FileFormat format = folder ? FileFormat::image_folder : format_of(*opened);
    if (format != FileFormat::csv && (wanted.label || !wanted.names.empty())) {
      throw DataError(path, "label and columns", "a CSV table, which has such", "another format");
    }
    if (folder) return image_folder(path);
    InputFile& file = *opened;
    const Units units = as.value_or(Units{});
    switch (format) {
      case FileFormat::idx: return idx(file, {}, units.full);
      case FileFormat::npy: return npy(file, {}, units.full, units.columns);
      case FileFormat::cifar: return cifar(file);
      case FileFormat::image_folder: break;
      case FileFormat::csv: break;
    }
    return csv(file, {wanted.label, wanted.names, /*standardise=*/!as, units.columns});
  };
  Dataset set = within_memory(path, read);
  if (is_constant(set)) set.remarks.push_back("all its samples are equal");
  return set;
}

}  // namespace saddle::data
