// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/limits.hpp>
#include <saddle/optim/adam.hpp>
#include <saddle/optim/schedule.hpp>

#include <cstddef>
#include <cstdint>

namespace saddle {

/// How a classifier is trained.
struct ClassifierConfig {
  std::size_t batch = 64;
  std::uint64_t steps = 4000;
  std::uint64_t seed = 1;
  Adam optimizer{.learning_rate = 1e-3, .beta1 = 0.9, .beta2 = 0.999};
  LearningRateDecay schedule{.decay_from = 0.25};

  SADDLE_DESCRIBE(ClassifierConfig, batch, steps, seed, optimizer, schedule);
  static constexpr Bounded bounded[] = {
      {"batch", limits::size}, {"steps", limits::steps}, {"seed", limits::whole}};
};

}  // namespace saddle
