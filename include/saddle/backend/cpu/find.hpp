// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>

#include <cmath>
#include <cstddef>
#include <limits>

namespace saddle {

/// No index.
inline constexpr std::size_t npos = std::numeric_limits<std::size_t>::max();

/// The index of the first number that is not finite, or npos.
template <class T, class A>
std::size_t find_not_finite(BasicCpu<T, A>&, Read<BasicCpu<T, A>> numbers, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    if (!std::isfinite(raw(numbers)[i])) return i;
  }
  return npos;
}

}  // namespace saddle
