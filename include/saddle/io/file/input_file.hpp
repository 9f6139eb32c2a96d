// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/io/file/byte_reader.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

namespace saddle::inline per_set {

/// The last name in a path: what is written later names a file by it, wherever the file was.
inline std::string base_name(const std::string& path) {
  const std::size_t last = path.find_last_not_of('/');
  if (last == std::string::npos) return path;
  const std::size_t slash = path.rfind('/', last);
  const std::size_t first = slash == std::string::npos ? 0 : slash + 1;
  return path.substr(first, last + 1 - first);
}

/// A file that is read once from front to back: a pipe too.
///
/// Errors: FileError if the system will not open or read it.
class InputFile : public ByteReader<InputFile> {
 public:
  explicit InputFile(std::string path)
      : path_(std::move(path)), descriptor_(::open(path_.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (descriptor_ < 0) throw FileError(path_, "open", std::generic_category().message(errno));
  }
  ~InputFile() { ::close(descriptor_); }

  const std::string& path() const { return path_; }

  /// How many bytes it has in all, where that is known: a pipe's are not.
  std::optional<std::uint64_t> size() const {
    struct ::stat status{};
    if (::fstat(descriptor_, &status) != 0 || !S_ISREG(status.st_mode)) return {};
    return static_cast<std::uint64_t>(status.st_size);
  }

 private:
  friend ByteReader;
  std::size_t fill(unsigned char* to, std::size_t room) {
    while (true) {
      const ::ssize_t count = ::read(descriptor_, to, room);
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno != EINTR) {
        throw FileError(path_, "read", std::generic_category().message(errno));
      }
    }
  }

  std::string path_;
  int descriptor_;
};

}  // namespace saddle::inline per_set
