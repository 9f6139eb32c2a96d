// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <string>
#include <system_error>
#include <utility>

namespace saddle::inline per_set {

/// A file that is written in place, opened or made.
///
/// It is never reached through a symbolic link and never anything but a regular file: a folder that
/// came from somebody else leads nowhere, and no FIFO in it is waited for.
/// Errors: FileError for anything else under that name, or if the system will not open it.
class RegularFile {
 public:
  explicit RegularFile(std::string path) : path_(std::move(path)) {
    constexpr int flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
    constexpr ::mode_t permissions = 0666;  // less the user's umask
    descriptor_ = ::open(path_.c_str(), flags, permissions);
    if (descriptor_ < 0) {
      throw FileError(
          path_, "open",
          errno == ELOOP ? "it is a symbolic link" : std::generic_category().message(errno));
    }
    struct ::stat found = {};
    if (::fstat(descriptor_, &found) == 0 && S_ISREG(found.st_mode)) return;
    ::close(descriptor_);
    throw FileError(path_, "open", "it is no regular file");
  }
  RegularFile(const RegularFile&) = delete;
  RegularFile& operator=(const RegularFile&) = delete;
  ~RegularFile() { ::close(descriptor_); }

  const std::string& path() const { return path_; }
  int descriptor() const { return descriptor_; }

  /// All that stands in it, whatever its name is by now.
  ///
  /// Errors: FileError if the system will not read it.
  std::string content() const {
    std::string text;
    std::array<char, 1 << 16> part;
    for (;;) {
      const ::ssize_t count =
          ::pread(descriptor_, part.data(), part.size(), static_cast<::off_t>(text.size()));
      if (count == 0) return text;
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) throw FileError(path_, "read", std::generic_category().message(errno));
      text.append(part.data(), static_cast<std::size_t>(count));
    }
  }

 private:
  std::string path_;
  int descriptor_;
};

}  // namespace saddle::inline per_set
