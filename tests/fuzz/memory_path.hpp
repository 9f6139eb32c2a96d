// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "parsers.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <stdexcept>
#include <string>

namespace saddle::fuzz {

/// A path under which bytes in memory can be opened: what users call reads them, not a part of it.
class MemoryPath {
 public:
  explicit MemoryPath(Bytes bytes) : descriptor_(::memfd_create("bytes", MFD_CLOEXEC)) {
    const auto size = static_cast<::ssize_t>(bytes.size());
    if (descriptor_ < 0 || ::write(descriptor_, bytes.data(), bytes.size()) != size) {
      throw std::logic_error("memfd_create failed");
    }
  }
  MemoryPath(const MemoryPath&) = delete;
  MemoryPath& operator=(const MemoryPath&) = delete;
  ~MemoryPath() { ::close(descriptor_); }

  operator std::string() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

/// A promise of the parser that must hold for every input that it accepts.
inline void require(bool holds, const char* promise) {
  if (!holds) throw std::logic_error(promise);
}

}  // namespace saddle::fuzz
