// SPDX-License-Identifier: BSL-1.0
#include "memory_path.hpp"

#include <saddle/core/error.hpp>
#include <saddle/data/npy.hpp>

void saddle::fuzz::npy(Bytes bytes) {
  const MemoryPath path(bytes);
  try {
    require_samples(data::npy(path));
  } catch (const Error&) {
    data::read_npy_labels(path);
  }
}
