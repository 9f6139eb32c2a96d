// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/compiler.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

namespace saddle {

/// Where a network in training stands: on which device, for batches of how many samples, in which
/// run, and the number and the name that keep its random draws, its buffers and its files apart
/// from those of the other networks of that run. A formulation hands them out, see `Formulation`.
template <class D>
struct Place {
  D& device;
  std::size_t capacity;  // samples of a batch
  std::uint64_t seed;
  std::uint32_t index;  // below 16
  std::string name;
};

}  // namespace saddle
