// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/text/name.hpp>

#include <cmath>
#include <string>
#include <string_view>
#include <vector>

namespace saddle::data {

/// The sum of the parts' weights.
///
/// Errors: ConfigError unless the weights are finite, none is negative and one is positive.
template <class Part>
double total_weight(std::string_view name, const std::vector<Part>& parts) {
  double total = 0;
  for (const Part& part : parts) {
    if (!std::isfinite(part.weight) || part.weight < 0) {
      throw ConfigError(std::string(name) + ": weight", "a finite number, not negative",
                        shortest_text(part.weight));
    }
    total += part.weight;
  }
  if (!(total > 0)) throw ConfigError(std::string(name) + ": weights", "a positive sum", "none");
  return total;
}

/// The part in which `mark`, between 0 and the total weight, falls.
template <class Part>
const Part& choose(const std::vector<Part>& parts, double mark) {
  const Part* chosen = &parts.front();
  for (const Part& part : parts) {
    if (part.weight > 0) chosen = &part;  // rounding may carry the mark past the last one
    if (mark < part.weight) break;
    mark -= part.weight;
  }
  return *chosen;
}

}  // namespace saddle::data
