// SPDX-License-Identifier: BSL-1.0
// The mean and covariance of features that another program left, and what they are compared for.
#include "memory_path.hpp"

#include <saddle/core/error.hpp>
#include <saddle/metric/quality/frechet.hpp>
#include <saddle/metric/quality/statistics_file.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>

void saddle::fuzz::statistics(Bytes bytes) {
  const MemoryPath path(bytes);
  const GaussianStatistics statistics = load_statistics(path);
  const std::size_t d = statistics.mean.size();
  require(statistics.covariance.size() == d * d, "a covariance fits its mean");
  const auto& covariance = statistics.covariance;
  require(
      std::all_of(covariance.begin(), covariance.end(), [](double x) { return std::isfinite(x); }),
      "every number of a covariance is finite");
  for (const data::Column& column : load_columns(path)) {
    require(column.deviation > 0, "a column has a deviation");
  }
  try {
    require(std::isfinite(frechet_distance(statistics, statistics).value),
            "a distance is a number");
  } catch (const NumericError&) {  // numbers may be too large for products
  }
}
