// SPDX-License-Identifier: BSL-1.0
#include "memory_path.hpp"

#include <saddle/metric/frechet.hpp>
#include <saddle/metric/statistics_file.hpp>

#include <cmath>
#include <string>

void saddle::fuzz::statistics(Bytes bytes) {
  const MemoryPath path(bytes);
  const GaussianStatistics found = load_statistics(path);
  for (const data::Column& column : load_columns(path)) {
    require(column.deviation > 0, "a column has a deviation");
  }
  require(std::isfinite(frechet_distance(found, found).value), "a distance is a number");
}
