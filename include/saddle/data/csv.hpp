// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/tensor.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/io/csv.hpp>
#include <saddle/io/gzip.hpp>
#include <saddle/io/input_file.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace saddle::data {

/// How `csv` reads a table.
struct CsvOptions {
  std::optional<std::string> label{};  ///< the labels' column; see `CsvParser`
  bool standardise = true;             ///< each column to mean 0 and standard deviation 1
};

/// Mean and standard deviation of one of the columns of `values` (rows, columns); a constant
/// column's deviation is 1, and so is one that is below what a double holds.
inline Column column_statistics(std::string name, const std::vector<double>& values,
                                std::size_t column, std::size_t columns) {
  const double rows = static_cast<double>(values.size() / columns);
  double mean = 0, square = 0;
  bool constant = true;
  for (std::size_t i = column; i < values.size(); i += columns) {
    mean += values[i] / rows;
    constant = constant && values[i] == values[column];
  }
  if (constant) return {std::move(name), values[column], 1};
  for (std::size_t i = column; i < values.size(); i += columns) {
    square += (values[i] - mean) * (values[i] - mean);
  }
  const double deviation = std::sqrt(square / rows);
  return {std::move(name), mean, deviation > 0 ? deviation : 1};
}

/// A set of points from a table of numbers in text, plain or gzip.
///
/// Shapes: (columns), the labels' column not counted.
/// Units:  standardised; the set's `columns` lead back to the file's.
/// Errors: as `CsvParser`; FileError if the file cannot be read.
inline Dataset csv(const std::string& path, const CsvOptions& options = {}) {
  InputFile file(path);
  const CsvTable table =
      with_content(file, [&](auto& content) { return parse_csv(content, options.label); });
  const std::size_t columns = table.names.size(), size = table.values.size();
  std::vector<Column> scales(columns);
  for (std::size_t c = 0; c < columns; ++c) {
    scales[c] = options.standardise ? column_statistics(table.names[c], table.values, c, columns)
                                    : Column{.name = table.names[c]};
  }
  Dataset::Storage values(size);
  for (std::size_t i = 0; i < size; ++i) {
    const Column& scale = scales[i % columns];
    values[i] = static_cast<float>((table.values[i] - scale.mean) / scale.deviation);
  }
  Tensor<int, 1> labels = xt::empty<int>({table.labels.size()});  // (rows) or (0)
  std::copy(table.labels.begin(), table.labels.end(), labels.data());
  Dataset set(base_name(path), {columns}, std::move(values), std::move(labels));
  set.columns = std::move(scales);
  return set;
}

}  // namespace saddle::data
