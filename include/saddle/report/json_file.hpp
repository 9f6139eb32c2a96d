// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/io/file/atomic_file.hpp>
#include <saddle/io/file/random_access_file.hpp>
#include <saddle/io/json.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace saddle::inline per_set {

/// The bytes of a regular file of at most `most` bytes.
///
/// Errors: FileError if it cannot be read, DataError if it is longer.
inline std::string read_text(const std::string& path, std::size_t most = std::size_t{64} << 20) {
  const RandomAccessFile file(path);
  if (file.size() > most) {
    throw DataError(path, "length", std::string("at most ") + std::to_string(most) + " bytes",
                    std::to_string(file.size()));
  }
  std::string text(static_cast<std::size_t>(file.size()), '\0');
  file.read(0, text.data(), text.size());
  return text;
}

/// The JSON value that is all of a file.
///
/// Errors: FileError, DataError.
inline Json read_json_file(const std::string& path) {
  return parse_json(read_text(path, JsonLimits{}.bytes), path);
}

/// The JSON values of a file, one a line.
struct JsonLines {
  std::vector<Json> values;
  std::string fault{};  // what is wrong with the lines that are none; empty if all are JSON
};

/// Reads what can be read: a line that is no JSON is left out and told, a last one that was cut
/// short is left out.
///
/// Errors: FileError; DataError for a file that is too long.
inline JsonLines read_json_lines(const std::string& path) {
  const std::string text = read_text(path);
  JsonLines lines;
  std::size_t number = 0, bad = 0;
  for (std::size_t begin = 0, end; (end = text.find('\n', begin)) != text.npos; begin = end + 1) {
    ++number;
    if (end == begin) continue;
    try {
      lines.values.push_back(parse_json({text.data() + begin, end - begin},
                                        path + ": line " + std::to_string(number)));
    } catch (const DataError& error) {
      if (++bad == 1) lines.fault = error.what();
    }
  }
  if (bad > 1) lines.fault += std::string(" (and ") + std::to_string(bad - 1) + " more lines)";
  return lines;
}

/// Writes a text so that the file is complete or untouched.
inline void write_text(const std::string& path, const std::string& text) {
  write_file(path, text.data(), text.size());
}

}  // namespace saddle::inline per_set
