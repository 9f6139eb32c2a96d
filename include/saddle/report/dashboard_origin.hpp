// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe/describe.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/io/json.hpp>

namespace saddle::inline per_set {

/// How the numbers of a dashboard came about. `dashboard.json` has each of these under its name;
/// what a file does not have is null.
struct DashboardOrigin {
  Json critic{};           ///< its input and layers
  Json steps{}, batch{};   ///< of its training
  Json n_training{}, n{};  ///< samples of a side that it was trained on, and read on
  Json seed{};

  SADDLE_DESCRIBE(DashboardOrigin, critic, steps, batch, n_training, n, seed);
};

}  // namespace saddle::inline per_set
