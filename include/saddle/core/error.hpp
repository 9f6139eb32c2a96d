// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/core/text/printable.hpp>
#include <saddle/core/text/quoted.hpp>

#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>

namespace saddle {

namespace detail {

/// The texts one after the other; cheaper to compile than a chain of +.
inline std::string join(std::initializer_list<std::string_view> texts) {
  std::string joined;
  for (std::string_view text : texts) joined += text;
  return joined;
}

/// A file's name in a sentence; none is a name too.
inline std::string_view named(std::string_view file) { return file.empty() ? "''" : file; }

}  // namespace detail

/// Base of everything saddle throws: a sentence that says where, what was expected, what was found.
///
/// It may quote any file: what a terminal would obey is escaped here, see `printable`.
class Error : public std::runtime_error {
 public:
  explicit Error(const std::string& sentence) : std::runtime_error(printable(sentence)) {}
};

/// A file or stream whose content is not what its format promises.
class DataError : public Error {
 public:
  /// `place` is a byte offset, line or field, for example "byte 4 (number of images)".
  DataError(const std::string& file, const std::string& place, const std::string& expected,
            const std::string& found)
      : Error(detail::join(
            {detail::named(file), ": ", place, ": expected ", expected, ", found ", found})) {}

  /// `sentence` is about the file as a whole.
  DataError(const std::string& file, const std::string& sentence)
      : Error(detail::join({detail::named(file), ": ", sentence})) {}
};

/// A file that the system would not open, read or write.
class FileError : public Error {
 public:
  FileError(const std::string& file, const std::string& action, const std::string& reason)
      : Error(detail::join({detail::named(file), ": cannot ", action, ": ", reason})) {}
};

/// A value given by the caller that cannot be used.
class ConfigError : public Error {
 public:
  ConfigError(const std::string& field, const std::string& expected, const std::string& found)
      : Error(detail::join({field, ": expected ", expected, ", found ", found})) {}
};

/// NaN or infinity in a training step.
class NumericError : public Error {
 public:
  using Error::Error;
};

inline namespace per_set {

/// Errors: ConfigError unless the text of `field` is UTF-8, as JSON and the metadata of files are.
inline void require_utf8(const std::string& field, const std::string& text) {
  if (!is_utf8(text)) throw ConfigError(field, "UTF-8", in_quotes(text));
}

}  // namespace per_set

}  // namespace saddle
