// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/io/file/atomic_file.hpp>
#include <saddle/io/file/regular_file.hpp>

#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

namespace saddle::inline per_set {

/// The right to write into a folder, which one holder has at a time. The kernel takes it back when
/// the process ends, however it ends.
///
/// While it is held there is a file `.lock` in the folder that says who holds it. A file system
/// that knows no locks is used without one.
/// Errors: Error with who holds it; FileError if the file cannot be made.
class FolderLock {
 public:
  explicit FolderLock(const std::string& folder) : path_(folder + "/.lock") {
    do {
      file_.emplace(path_);
      if (::flock(file_->descriptor(), LOCK_EX | LOCK_NB) == 0) continue;
      if (errno == EWOULDBLOCK) {
        throw Error(folder + " is in use by " + holder() +
                    ": wait for its end, or choose another folder");
      }
      if (errno != ENOLCK && errno != ENOSYS && errno != EOPNOTSUPP) {
        throw FileError(path_, "lock", std::generic_category().message(errno));
      }
    } while (!is_named());
    std::array<char, 64> host{};
    ::gethostname(host.data(), host.size() - 1);
    const std::string own =
        std::string("process ") + std::to_string(::getpid()) + " on " + host.data() + "\n";
    // Only a message needs what stands in the file.
    if (::ftruncate(file_->descriptor(), 0) != 0) return;
    [[maybe_unused]] const auto written = ::pwrite(file_->descriptor(), own.data(), own.size(), 0);
  }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock() { ::unlink(path_.c_str()); }

 private:
  /// Whether the locked file is still the one of that name: an earlier holder removes its own.
  bool is_named() const {
    struct ::stat own = {}, named = {};
    return ::fstat(file_->descriptor(), &own) == 0 && ::lstat(path_.c_str(), &named) == 0 &&
           own.st_ino == named.st_ino && own.st_dev == named.st_dev;
  }

  /// What the holder wrote into the file.
  std::string holder() const {
    std::array<char, 120> text{};
    const ::ssize_t count = ::pread(file_->descriptor(), text.data(), text.size(), 0);
    std::string words(text.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
    words = words.substr(0, words.find('\n'));
    return words.empty() ? "another process" : words;
  }

  std::string path_;
  std::optional<RegularFile> file_;
};

/// Removes what dead processes left of files that they were writing in a folder: of those files for
/// which `own(name)` says that only the holder of the folder's lock writes them.
///
/// Errors: FileError.
template <class Own>
void remove_temporaries(const std::string& folder, Own own) {
  std::error_code error;
  std::vector<std::filesystem::path> left;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    const auto written = AtomicFile::written_as(name);
    if (written && own(*written)) left.push_back(entry.path());
  }
  for (const std::filesystem::path& path : left) {
    if (!error) std::filesystem::remove(path, error);
  }
  if (error) throw FileError(folder, "tidy", error.message());
}

}  // namespace saddle::inline per_set
