// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <string>
#include <system_error>
#include <utility>

namespace saddle::inline per_set {

/// A file of known size that is read at any place.
///
/// Errors: FileError if the system will not open or read it, or if it is no regular file.
class RandomAccessFile {
 public:
  explicit RandomAccessFile(std::string path)
      : path_(std::move(path)),
        descriptor_(::open(path_.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)) {
    if (descriptor_ < 0) throw failure("open");
    struct ::stat status{};
    const bool known = ::fstat(descriptor_, &status) == 0;
    if (known && S_ISREG(status.st_mode)) {
      size_ = static_cast<std::uint64_t>(status.st_size);
      return;
    }
    const FileError error =
        known ? FileError(path_, "read", "it is not a regular file") : failure("read");
    ::close(descriptor_);
    throw error;
  }
  RandomAccessFile(RandomAccessFile&& other) noexcept
      : path_(std::move(other.path_)),
        descriptor_(std::exchange(other.descriptor_, -1)),
        size_(other.size_) {}
  RandomAccessFile& operator=(RandomAccessFile&&) = delete;
  ~RandomAccessFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  const std::string& path() const { return path_; }
  std::uint64_t size() const { return size_; }

  /// Reads `size` bytes from `offset` on.
  ///
  /// Errors: DataError if the file ends before them.
  void read(std::uint64_t offset, void* out, std::size_t size) const {
    char* next = static_cast<char*>(out);
    while (size > 0) {
      const ::ssize_t count = ::pread(descriptor_, next, size, static_cast<::off_t>(offset));
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) throw failure("read");
      if (count == 0) {
        throw DataError(path_, std::string("byte ") + std::to_string(offset),
                        std::to_string(size) + " more bytes", "the end of the file");
      }
      next += count;
      offset += static_cast<std::uint64_t>(count);
      size -= static_cast<std::size_t>(count);
    }
  }

 private:
  FileError failure(const char* action) const {
    return FileError(path_, action, std::generic_category().message(errno));
  }

  std::string path_;
  int descriptor_;
  std::uint64_t size_ = 0;
};

}  // namespace saddle::inline per_set
