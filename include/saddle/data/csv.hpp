// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/io/csv.hpp>
#include <saddle/io/file/input_file.hpp>
#include <saddle/io/gzip.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace saddle::data {

/// How `csv` reads a table.
struct CsvOptions {
  std::optional<std::string> label{};  ///< the labels' column; see `CsvParser`
  std::vector<std::string> columns{};  ///< those of numbers, in this order; all if empty
  bool standardise = true;             ///< each column to mean 0 and standard deviation 1
  std::vector<Column> as{};  ///< columns of another set, which are taken, in that set's units
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
  double rest = 0;  // what the sum's rounding left, of far numbers that are near to each other
  for (std::size_t i = column; i < values.size(); i += columns) rest += (values[i] - mean) / rows;
  mean += rest;
  for (std::size_t i = column; i < values.size(); i += columns) {
    square += (values[i] - mean) * (values[i] - mean);
  }
  const double deviation = std::sqrt(square / rows);
  return {std::move(name), mean, deviation > 0 ? deviation : 1};
}

/// The columns to take of a table that is read in the units of another set: those of that set.
///
/// Errors: DataError for others that were asked for.
inline CsvColumns columns_as(const std::string& path, CsvColumns wanted,
                             const std::vector<Column>& as) {
  std::vector<std::string> names;
  for (const Column& column : as) names.push_back(column.name);
  bool same = wanted.names.empty() || wanted.names.size() == names.size();
  for (std::size_t c = 0; same && c < wanted.names.size(); ++c) {
    same = names[c] == wanted.names[c] || names[c] == unnamed_column(c);
  }
  if (!same) throw DataError(path, "columns", names_text(names), names_text(wanted.names));
  if (wanted.names.empty()) wanted.names = std::move(names);
  return wanted;
}

/// A set of points from a table of numbers in text, plain or gzip.
///
/// Shapes: (columns), the labels' column and rows without some value not counted.
/// Units:  standardised, by the columns of another set if there are any; the set's `columns` lead
///         back to the file's.
/// Errors: as `CsvParser`; DataError for other columns than those, or a number that no float holds
///         in their units; FileError if the file cannot be read.
inline Dataset csv(InputFile& file, const CsvOptions& options = {}) {
  const std::string& path = file.path();
  CsvColumns wanted{options.label, options.columns};
  if (!options.as.empty()) wanted = columns_as(path, std::move(wanted), options.as);
  CsvTable table = with_content(file, [&](auto& content) { return parse_csv(content, wanted); });
  const std::size_t columns = table.names.size(), size = table.values.size();
  std::vector<Column> scales = options.as;
  for (std::size_t c = scales.size(); c < columns; ++c) {
    scales.push_back(options.standardise
                         ? column_statistics(table.names[c], table.values, c, columns)
                         : Column{.name = table.names[c]});
  }
  Dataset::Storage values(size);
  for (std::size_t i = 0; i < size; ++i) {
    const double value = scales[i % columns].standardised(table.values[i]);
    if (!(std::abs(value) <= std::numeric_limits<float>::max())) {
      throw DataError(path, std::string("column ") + in_quotes(table.names[i % columns]),
                      "numbers that are finite as floats once standardised",
                      std::to_string(table.values[i]));
    }
    values[i] = static_cast<float>(value);
  }
  Tensor<int, 1> labels = xt::empty<int>({table.labels.size()});  // (rows) or (0)
  std::copy(table.labels.begin(), table.labels.end(), labels.data());
  Dataset set(base_name(path), {columns}, std::move(values), std::move(labels));
  set.columns = std::move(scales);
  set.class_names = std::move(table.classes);
  set.remarks = std::move(table.remarks);
  return set;
}
inline Dataset csv(const std::string& path, const CsvOptions& options = {}) {
  InputFile file(path);
  return csv(file, options);
}

}  // namespace saddle::data
