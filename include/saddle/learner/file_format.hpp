// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/text/decimal.hpp>
#include <saddle/io/safetensors.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace saddle::inline per_set {

/// The number of the format that networks' files are written in; it ends what their metadata say
/// under "format", such as "saddle generator 2", or under "state_dict" in a file of the caller's.
///
/// 2: every number is where PyTorch has it. 1: what stands for the features of a flattened image
/// was in our order (height, width, channels), in which PyTorch takes it for other features.
inline constexpr std::uint64_t file_format = 2;

/// What the metadata of a file of a kind say: "saddle generator 2".
inline std::string format_text(std::string_view kind) {
  return std::string("saddle ") + std::string(kind) + ' ' + std::to_string(file_format);
}

/// Whether a file says that it is of a kind, in whatever format.
inline bool is_of_kind(const Safetensors& file, std::string_view kind) {
  const auto text = file.metadata("format");
  return text && text->starts_with(std::string("saddle ") + std::string(kind) + ' ');
}

/// The number of a file's format; 0 for one that names none, as PyTorch's do.
///
/// Errors: DataError for a number that this version does not know.
inline std::uint64_t format_number(const Safetensors& file) {
  std::string text = file.metadata("format").value_or("");
  if (!text.starts_with("saddle ")) text = file.metadata("state_dict").value_or("");
  if (!text.starts_with("saddle ")) return 0;
  const std::string_view digits = std::string_view(text).substr(text.rfind(' ') + 1);
  const auto number = number_in<std::uint64_t>(digits);
  if (number && *number >= 1 && *number <= file_format) return *number;
  throw DataError(file.path(), "format",
                  "a number from 1 to " + std::to_string(file_format) + " at its end",
                  shown(text) + ", which a later version of saddle wrote");
}

/// Errors: DataError for a file of another kind, or of a format that this version does not know.
inline void require_kind(const Safetensors& file, std::string_view kind) {
  const std::string found = file.required("format");
  if (!is_of_kind(file, kind)) {
    throw DataError(file.path(), "format", shown(format_text(kind)), shown(found));
  }
  format_number(file);
}

}  // namespace saddle::inline per_set
