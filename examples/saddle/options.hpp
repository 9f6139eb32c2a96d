// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

/// What `saddle train` is asked to do; a number that is absent takes the composition's default.
struct TrainOptions {
  std::string objective = "pearson";
  std::string constraint = "clip";
  std::string data;
  std::string model;  // empty: toy for points, mlp for images
  std::optional<std::uint64_t> steps{};
  std::optional<std::size_t> batch{};
  std::uint64_t seed = 1;
  std::size_t threads = 0;  // 0 = one per core
  std::string out = "run";
  bool overwrite = false;
};
