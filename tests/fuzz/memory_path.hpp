// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "parsers.hpp"

#include <saddle/data/dataset.hpp>

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
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

/// What holds for every data set, from whatever file: samples, and finite numbers.
inline void require_samples(const data::Dataset& set) {
  require(set.rows() > 0, "a data set has samples");
  const auto values = set.values();
  require(std::all_of(values.begin(), values.end(), [](float x) { return std::isfinite(x); }),
          "every number of a data set is finite");
}

}  // namespace saddle::fuzz
