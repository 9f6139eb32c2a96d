// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>

#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <system_error>

namespace saddle::inline per_set {

/// Makes the folder where it is missing, with those above it, and writes an empty file there and
/// removes it: a long run asks before its first step whether its results will find a place. The
/// empty path is the current folder.
///
/// Errors: FileError if the system will not make the folder or a file in it.
inline void require_folder(const std::string& path) {
  std::error_code error;
  if (!path.empty()) std::filesystem::create_directories(path, error);
  if (error) throw FileError(path, "make this folder", error.message());
  std::string probe = (std::filesystem::path(path) / ".saddle-XXXXXX").string();
  const int descriptor = ::mkstemp(probe.data());
  if (descriptor < 0) {
    throw FileError(path.empty() ? "." : path, "write into this folder",
                    std::generic_category().message(errno));
  }
  ::close(descriptor);
  ::unlink(probe.c_str());
}

/// The folder in which a file of this path lies, as `require_folder` has it.
inline std::string folder_of(const std::string& path) {
  return std::filesystem::path(path).parent_path().string();
}

}  // namespace saddle::inline per_set
