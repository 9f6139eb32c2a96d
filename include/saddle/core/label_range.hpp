// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/compiler.hpp>

#include <cstddef>

namespace saddle {

/// Classes number first ... first + count - 1 of a head that has those of several sets.
struct LabelRange {
  std::size_t first = 0;
  std::size_t count = 0;

  friend bool operator==(const LabelRange&, const LabelRange&) = default;
};

}  // namespace saddle
