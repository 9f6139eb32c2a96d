// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace saddle::inline per_set {

/// A file that appears under its name complete or not at all.
///
/// It is written under a temporary name in the same folder; `commit` brings it to the disk and
/// renames it. Without `commit` the temporary file is removed and an older file stays as it was.
///
/// Errors: FileError if the system will not create, write or rename it, or if what has that name is
///         a folder, a device or a pipe: these are known before the work whose result would be lost.
class AtomicFile {
 public:
  explicit AtomicFile(std::string path) : path_(std::move(path)) {
    struct ::stat old = {};
    if (::stat(path_.c_str(), &old) == 0 && !S_ISREG(old.st_mode)) {
      throw FileError(path_, "replace",
                      S_ISDIR(old.st_mode) ? "it is a folder" : "it is no regular file");
    }
    constexpr ::mode_t permissions = 0666;  // less the user's umask
    do {  // a name that a dead process of the same number left is passed over
      temporary_ = temporary_name(path_);
      descriptor_ =
          ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions);
    } while (descriptor_ < 0 && errno == EEXIST);
    if (descriptor_ >= 0) return;
    temporary_.clear();
    throw failure("create");
  }
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  ~AtomicFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
  }

  /// Appends `size` bytes.
  void write(const void* data, std::size_t size) {
    const char* next = static_cast<const char*>(data);
    while (size > 0) {
      const ::ssize_t count = ::write(descriptor_, next, size);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) throw failure("write");
      next += count;
      size -= static_cast<std::size_t>(count);
    }
  }

  /// Brings the content to the disk and gives it its name.
  void commit() {
    if (::fsync(descriptor_) != 0) throw failure("write");
    const int closed = ::close(std::exchange(descriptor_, -1));
    if (closed != 0) throw failure("write");
    if (std::rename(temporary_.c_str(), path_.c_str()) != 0) throw failure("replace");
    temporary_.clear();
    sync_folder();
  }

  /// The name of the file that was being written under this name, or nothing for another name.
  static std::optional<std::string_view> written_as(std::string_view temporary) {
    const std::size_t mark = temporary.rfind(temporary_mark);
    if (mark == temporary.npos) return {};
    const std::string_view numbers = temporary.substr(mark + temporary_mark.size());
    if (numbers.find_first_not_of("0123456789-") != numbers.npos) return {};
    return temporary.substr(0, mark);
  }

 private:
  static constexpr std::string_view temporary_mark = ".tmp-";

  static std::string temporary_name(const std::string& path) {
    static std::atomic<unsigned> counter = 0;  // several threads may write the same name
    return path + std::string(temporary_mark) + std::to_string(::getpid()) + "-" +
           std::to_string(counter++);
  }

  FileError failure(const char* action) const {
    return FileError(path_, action, std::generic_category().message(errno));
  }

  /// The new name itself is on the disk only when the folder is.
  void sync_folder() const {
    const std::size_t slash = path_.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : path_.substr(0, slash + 1);
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) throw failure("sync the folder of");
    const int result = ::fsync(descriptor);
    const int reason = errno;
    ::close(descriptor);
    errno = reason;
    // Some file systems cannot sync a folder and say EINVAL; the file itself is complete there.
    if (result != 0 && reason != EINVAL) throw failure("sync the folder of");
  }

  std::string path_;
  std::string temporary_;  // empty once the file has its name
  int descriptor_ = -1;
};

/// Finds out before a long work whether its result can be written; the file stays as it is.
///
/// Errors: FileError if the system would not create it.
inline void require_writable(const std::string& path) { const AtomicFile probe(path); }

/// Writes `size` bytes to `path` so that the file is complete or untouched.
inline void write_file(const std::string& path, const void* data, std::size_t size) {
  AtomicFile file(path);
  file.write(data, size);
  file.commit();
}

}  // namespace saddle::inline per_set
