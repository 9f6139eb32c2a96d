// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/io/file/atomic_file.hpp>

#include <filesystem>
#include <string>
#include <system_error>

namespace saddle::inline per_set {

/// Makes the folder where it is missing, with those above it.
///
/// Errors: FileError if the system will not.
inline void make_folder(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) throw FileError(path, "make this folder", error.message());
}

/// Makes the folder where it is missing and asks whether it takes a file: a long run finds out
/// before its first step whether its results have a place. The empty path is the current folder.
///
/// Errors: FileError if the system will not make the folder or a file in it.
inline void require_folder(const std::string& path) {
  if (!path.empty()) make_folder(path);
  require_writable((std::filesystem::path(path) / "probe").string());
}

/// The folder in which a file of this path lies, as `require_folder` has it.
inline std::string folder_of(const std::string& path) {
  return std::filesystem::path(path).parent_path().string();
}

}  // namespace saddle::inline per_set
