// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>

#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace saddle::inline per_set {

/// Weights of two samples, which count relative to their sum; where there are none, all samples of
/// that side weigh the same.
struct Masses {
  std::span<const double> x{}, y{};
};

namespace transport {

/// The weights of `count` samples as shares of 1.
///
/// Errors: ConfigError, naming the side, for another number of weights, for weights that are
///         negative or not finite, or all zero.
inline std::vector<double> shares_of(std::span<const double> weights, std::size_t count,
                                     const std::string& side) {
  if (weights.empty()) return std::vector<double>(count, 1 / static_cast<double>(count));
  if (weights.size() != count) {
    throw ConfigError("masses." + side, std::to_string(count) + " weights, one a sample",
                      std::to_string(weights.size()));
  }
  double sum = 0;
  for (double weight : weights) {
    if (!(weight >= 0) || !std::isfinite(weight)) {
      throw ConfigError("masses." + side, "finite weights >= 0", std::to_string(weight));
    }
    sum += weight;
  }
  if (!(sum > 0) || !std::isfinite(sum)) {
    throw ConfigError("masses." + side, "a positive, finite sum", std::to_string(sum));
  }
  std::vector<double> shares(weights.begin(), weights.end());
  for (double& share : shares) share /= sum;
  return shares;
}

}  // namespace transport

}  // namespace saddle::inline per_set
