// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
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

/// A file that is read once from front to back, through a window that shows what comes next.
///
/// Errors: FileError if the system will not open or read it.
class InputFile {
 public:
  explicit InputFile(std::string path)
      : path_(std::move(path)), descriptor_(::open(path_.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (descriptor_ < 0) throw FileError(path_, "open", std::generic_category().message(errno));
  }
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;
  ~InputFile() { ::close(descriptor_); }

  const std::string& path() const { return path_; }

  /// What comes next, without taking it: at least two bytes unless fewer are left, none at the end.
  std::span<const unsigned char> available() {
    if (end_ - begin_ < 2) refill();
    return {window_.data() + begin_, end_ - begin_};
  }

  /// Takes `size` bytes of what `available` showed.
  void consume(std::size_t size) {
    begin_ += size;
    position_ += size;
  }

  /// Takes up to `size` bytes; fewer only at the end of the file.
  std::size_t read(unsigned char* out, std::size_t size) {
    std::size_t done = 0;
    while (done < size) {
      const std::span<const unsigned char> bytes = available();
      if (bytes.empty()) break;
      const std::size_t count = std::min(bytes.size(), size - done);
      std::memcpy(out + done, bytes.data(), count);
      consume(count);
      done += count;
    }
    return done;
  }

  /// How many bytes were taken so far.
  std::uint64_t position() const { return position_; }

  /// The words by which error messages name the byte at `offset`.
  static std::string place(std::uint64_t offset) { return "byte " + std::to_string(offset); }

 private:
  void refill() {
    std::memmove(window_.data(), window_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    while (end_ < window_.size()) {
      const ::ssize_t count = ::read(descriptor_, window_.data() + end_, window_.size() - end_);
      if (count == 0) return;
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) throw FileError(path_, "read", std::generic_category().message(errno));
      end_ += static_cast<std::size_t>(count);
    }
  }

  std::string path_;
  int descriptor_;
  std::size_t begin_ = 0, end_ = 0;  // the part of the window that is still to be taken
  std::uint64_t position_ = 0;
  std::array<unsigned char, 1 << 16> window_;
};

}  // namespace saddle::inline per_set
