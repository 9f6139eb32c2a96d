// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/io/file/atomic_file.hpp>
#include <saddle/io/file/random_access_file.hpp>
#include <saddle/io/json.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
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
  std::string fault{};  // what is wrong with the lines that are left out; empty for none
};

/// Reads what can be read: a line that is no JSON, or that `wanted(value)` is not true of, is left
/// out and told, and so is a last one that was cut short. Messages call a value that is wanted
/// `expected`.
///
/// Errors: FileError; DataError for a file that is too long.
template <class Wanted>
JsonLines read_json_lines(const std::string& path, const std::string& expected, Wanted wanted) {
  const std::string text = read_text(path);
  JsonLines lines;
  std::size_t number = 0, bad = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line(text.data() + begin, end - begin);
    const std::string place = std::string("line ") + std::to_string(++number);
    begin = end + 1;
    if (line.empty()) continue;
    try {
      if (end == text.size()) throw DataError(path, place, "its end", "that it was cut short");
      Json value = parse_json(line, path + ": " + place);
      if (!wanted(value)) throw DataError(path, place, expected, shown(line));
      lines.values.push_back(std::move(value));
    } catch (const DataError& error) {
      if (++bad == 1) lines.fault = error.what();
    }
  }
  if (bad > 1) {
    lines.fault +=
        std::string(" (and ") + std::to_string(bad - 1) + " more line" + (bad > 2 ? "s)" : ")");
  }
  return lines;
}

/// Writes a text so that the file is complete or untouched.
inline void write_text(const std::string& path, const std::string& text) {
  write_file(path, text.data(), text.size());
}

}  // namespace saddle::inline per_set
