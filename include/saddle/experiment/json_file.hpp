// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/io/atomic_file.hpp>
#include <saddle/io/json.hpp>

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <ios>
#include <string>
#include <vector>

namespace saddle::inline per_set {

/// The bytes of a file of at most `most` bytes.
///
/// Errors: FileError if it cannot be read, DataError if it is longer.
inline std::string read_text(const std::string& path, std::size_t most = std::size_t{64} << 20) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw FileError(path, "open", "no such file, or no permission");
  std::string text;
  std::vector<char> part(std::size_t{1} << 16);
  while (stream.read(part.data(), static_cast<std::streamsize>(part.size())), stream.gcount() > 0) {
    text.append(part.data(), static_cast<std::size_t>(stream.gcount()));
    if (text.size() > most) {
      throw DataError(path, "length", std::string("at most ") + std::to_string(most) + " bytes",
                      "more");
    }
  }
  return text;
}

/// The JSON value that is all of a file.
///
/// Errors: FileError, DataError.
inline Json read_json_file(const std::string& path) {
  return parse_json(read_text(path, JsonLimits{}.bytes), path);
}

/// The JSON values of a file, one a line; a last line that was cut short is left out.
///
/// Errors: FileError, DataError.
inline std::vector<Json> read_json_lines(const std::string& path) {
  const std::string text = read_text(path);
  std::vector<Json> values;
  for (std::size_t begin = 0, end; (end = text.find('\n', begin)) != text.npos; begin = end + 1) {
    if (end > begin) values.push_back(parse_json({text.data() + begin, end - begin}, path));
  }
  return values;
}

/// Writes a text so that the file is complete or untouched.
inline void write_text(const std::string& path, const std::string& text) {
  write_file(path, text.data(), text.size());
}

/// Makes a folder and those above it.
///
/// Errors: FileError.
inline void make_folder(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) throw FileError(path, "create", error.message());
}

}  // namespace saddle::inline per_set
