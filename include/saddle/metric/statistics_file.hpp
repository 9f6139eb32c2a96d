// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/io/npz.hpp>
#include <saddle/metric/gaussian_statistics.hpp>

#include <cmath>
#include <cstddef>
#include <string>

namespace saddle::inline per_set {

/// Writes `mu` and `sigma`, which other tools read, as an NPZ file of doubles.
///
/// Errors: FileError if the system will not write.
inline void save_statistics(const std::string& path, const GaussianStatistics& statistics) {
  NpzWriter().add("mu", statistics.mean).add("sigma", statistics.covariance).write(path);
}

/// Reads `mu` and `sigma`, as pytorch-fid and others write them; the number of samples stays
/// unknown.
///
/// Errors: as `Npz`; DataError for another type (float64 is expected), a sigma that does not fit
///         mu, is not symmetric, or a number that is not finite.
inline GaussianStatistics load_statistics(const std::string& path) {
  const Npz file(path);
  GaussianStatistics result{file.read<double, 1>("mu"), file.read<double, 2>("sigma"), 0};
  const std::size_t d = result.mean.size();
  if (result.covariance.shape(0) != d || result.covariance.shape(1) != d) {
    throw DataError(path, "shape of 'sigma'",
                    std::string("(") + std::to_string(d) + ", " + std::to_string(d) +
                        "), for 'mu' has " + std::to_string(d) + " numbers",
                    std::string("(") + std::to_string(result.covariance.shape(0)) + ", " +
                        std::to_string(result.covariance.shape(1)) + ")");
  }
  for (std::size_t i = 0; i < d; ++i) {
    if (!std::isfinite(result.mean(i))) {
      throw DataError(path, std::string("'mu', number ") + std::to_string(i), "a finite one",
                      std::to_string(result.mean(i)));
    }
    for (std::size_t j = 0; j <= i; ++j) {
      const double value = result.covariance(i, j), other = result.covariance(j, i);
      const double scale = std::abs(result.covariance(i, i)) + std::abs(result.covariance(j, j));
      if (std::isfinite(value) && std::abs(value - other) <= 1e-6 * scale) continue;
      throw DataError(
          path, std::string("'sigma', row ") + std::to_string(i) + ", column " + std::to_string(j),
          "a finite number as on the other side of the diagonal",
          std::to_string(value) + " and " + std::to_string(other));
    }
  }
  return result;
}

}  // namespace saddle::inline per_set
