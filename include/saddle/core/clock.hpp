// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/random.hpp>

#include <cstdint>

namespace saddle {

/// When a step happens. `time` counts updates, every critic's and every model's, so that several
/// draws within a training step are distinct by construction; it belongs to the formulation and is
/// passed down.
struct Clock {
  std::uint64_t seed = 0;
  std::uint32_t time = 0;
  double rate_factor = 1;  // of the learning rate at this point of the schedule

  random::Draw draw(random::Stream stream, std::uint32_t site = 0) const {
    return {seed, time, stream, site};
  }
};

}  // namespace saddle
