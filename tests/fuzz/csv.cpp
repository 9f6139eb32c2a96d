// SPDX-License-Identifier: BSL-1.0
#include "memory_path.hpp"

#include <saddle/core/error.hpp>
#include <saddle/data/csv.hpp>

void saddle::fuzz::csv(Bytes bytes) {
  const MemoryPath path(bytes);
  try {
    require_samples(data::csv(path));
  } catch (const Error&) {
    require_samples(data::csv(path, {.label = "last", .standardise = false}));
  }
}
