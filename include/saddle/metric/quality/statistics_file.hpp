// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/linalg/symmetric_eigenvalues.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/text/name.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/io/csv.hpp>
#include <saddle/io/npz.hpp>
#include <saddle/metric/quality/gaussian_statistics.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace saddle::detail {

/// Errors: DataError for a symmetric matrix of finite numbers with an eigenvalue below 0.
inline void require_covariance(const std::string& path, Tensor<double, 2> sigma) {
  double largest = 0;
  for (double x : sigma) largest = std::max(largest, std::abs(x));
  if (largest == 0) return;
  for (double& x : sigma) x /= largest;  // so that squares stay in range
  const std::vector<double> values = symmetric_eigenvalues(sigma);
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  constexpr double rounding = 1e-6;  // where single precision made it
  if (*least >= -rounding * std::abs(*most)) return;
  throw DataError(path, "'sigma'", "a covariance, whose eigenvalues are 0 or more",
                  shortest_text(*least * largest));
}

}  // namespace saddle::detail

namespace saddle::inline per_set {

/// Writes `mu` and `sigma`, which other tools read, as an NPZ file of doubles; beside them the mean
/// and deviation by which the `columns` of a table were standardised before, and the columns' names
/// as the bytes of a table's first line.
///
/// Errors: as `csv_cell`, for a name; FileError if the system will not write.
inline void save_statistics(const std::string& path, const GaussianStatistics& statistics,
                            const std::vector<data::Column>& columns = {}) {
  NpzWriter file;
  file.add("mu", statistics.mean).add("sigma", statistics.covariance);
  Tensor<double, 1> mean({columns.size()}, 0.0), deviation({columns.size()}, 1.0);
  std::vector<std::string> called;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    mean(c) = columns[c].mean;
    deviation(c) = columns[c].deviation;
    called.push_back(columns[c].name);
  }
  const std::string line = names_line(called);
  Tensor<std::uint8_t, 1> names = xt::empty<std::uint8_t>({line.size()});
  std::copy(line.begin(), line.end(), names.begin());
  if (!columns.empty()) {
    file.add("column_mean", mean).add("column_deviation", deviation).add("column_names", names);
  }
  file.write(path);
}

/// The columns that a table has to have, and by which it has to be standardised, to be compared
/// with the statistics; none where they are in the file's own units. A file of an earlier version
/// has no names: its columns are `unnamed_column`s.
///
/// Errors: as `Npz`; DataError for columns that do not fit, or a deviation that is not above 0.
inline std::vector<data::Column> load_columns(const std::string& path) {
  const Npz file(path);
  const std::vector<std::string> arrays = file.names();
  const auto has = [&](const char* name) { return std::ranges::count(arrays, name) > 0; };
  if (!has("column_mean")) return {};
  const auto mean = file.read<double, 1>("column_mean");
  const auto deviation = file.read<double, 1>("column_deviation");
  if (deviation.size() != mean.size()) {
    throw DataError(path, "array 'column_deviation'", std::to_string(mean.size()) + " numbers",
                    std::to_string(deviation.size()));
  }
  std::vector<std::string> names;
  for (std::size_t c = 0; c < mean.size(); ++c) names.push_back(unnamed_column(c));
  if (has("column_names")) {
    const auto line = file.read<std::uint8_t, 1>("column_names");
    names = csv_names({line.begin(), line.end()}, path + ": array 'column_names'");
  }
  if (names.size() != mean.size()) {
    throw DataError(path, "array 'column_names'", std::to_string(mean.size()) + " names",
                    std::to_string(names.size()));
  }
  std::vector<data::Column> columns;
  for (std::size_t c = 0; c < mean.size(); ++c) {
    if (!is_utf8(names[c])) {
      throw DataError(path, "array 'column_names'", "names in UTF-8", in_quotes(names[c]));
    }
    columns.push_back({std::move(names[c]), mean(c), deviation(c)});
    data::require_scale(path, columns.back());
  }
  return columns;
}

/// Reads `mu` and `sigma`, as pytorch-fid and others write them; the number of samples stays
/// unknown.
///
/// Errors: as `Npz`; DataError for another type (float64 is expected), a sigma that does not fit
///         mu, is not symmetric, or has an eigenvalue below 0 (rounding aside), or a number that is
///         not finite.
/// Cost:   2/3 d^3 multiplications.
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
          shortest_text(value) + " and " + shortest_text(other));
    }
  }
  detail::require_covariance(path, result.covariance);
  return result;
}

}  // namespace saddle::inline per_set
