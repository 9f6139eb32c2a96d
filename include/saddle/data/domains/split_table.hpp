// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/text/nearest_name.hpp>
#include <saddle/core/text/quoted.hpp>
#include <saddle/data/dataset.hpp>
#include <saddle/io/csv_lines.hpp>
#include <saddle/io/file/input_file.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace saddle::data {

/// To which part of a set a row belongs: unpaired translation learns from `train_a` of the first
/// domain and `train_b` of the second, and is measured on `test`.
enum class Split { train_a, train_b, test };

/// A table in text that says of each row of several domains, in which the same row is the same
/// thing, to which split it belongs and which domains have it.
///
/// Its first line names the columns: `split` holds trainA, trainB or test; a column of a domain's
/// name holds 1 where the domain has the row, and 0 where it has not; `name`, if there is one, is
/// what messages call the row. Others are not looked at.
class SplitTable {
 public:
  /// Errors: DataError with the line for a table without `split`, a line of another length, or
  ///         another split; FileError.
  explicit SplitTable(const std::string& path) : path_(path) {
    InputFile file(path);
    CsvLines lines(file);
    if (lines.next()) columns_ = lines.cells();
    const auto split = std::ranges::find(columns_, "split");
    if (split == columns_.end()) {
      throw DataError(path, "line 1", "names of columns, one of them split",
                      columns_.empty() ? "an empty file" : in_quotes(lines.text()));
    }
    const auto place = static_cast<std::size_t>(split - columns_.begin());
    while (lines.next()) {
      const std::vector<std::string>& cells = lines.cells();
      if (cells.size() != columns_.size()) {
        throw DataError(path, lines.place(), std::to_string(columns_.size()) + " cells",
                        std::to_string(cells.size()));
      }
      const auto name = std::ranges::find(split_names, cells[place]);
      if (name == split_names.end()) {
        throw lines.error(place + 1, "trainA, trainB or test", in_quotes(cells[place]));
      }
      splits_.push_back(static_cast<Split>(name - split_names.begin()));
      places_.push_back(lines.place());
      cells_.push_back(cells);
    }
    if (splits_.empty()) throw DataError(path, "table", "a line for each row", "none");
  }

  const std::string& path() const { return path_; }
  const std::vector<std::string>& columns() const { return columns_; }

  /// The number of rows.
  std::size_t rows() const { return splits_.size(); }

  /// Which rows belong to one of the splits, and to every one of the domains.
  ///
  /// Errors: ConfigError for a domain that has no column; DataError for a cell that is not 0 or 1.
  std::vector<std::size_t> rows_of(std::span<const Split> splits,
                                   std::span<const std::string> domains) const {
    std::vector<std::size_t> found;
    for (std::size_t row = 0; row < rows(); ++row) {
      const auto has_row = [&](const std::string& domain) { return has(row, domain); };
      if (std::ranges::find(splits, splits_[row]) != splits.end() &&
          std::ranges::all_of(domains, has_row)) {
        found.push_back(row);
      }
    }
    return found;
  }

  /// What the rows are called that a domain lacks.
  std::vector<std::string> lacking(const std::string& domain) const {
    const auto name = std::ranges::find(columns_, "name");
    std::vector<std::string> names;
    for (std::size_t row = 0; row < rows(); ++row) {
      if (has(row, domain)) continue;
      const std::string number = std::string("row ") + std::to_string(row);
      names.push_back(name == columns_.end()
                          ? number
                          : number + " (" +
                                cells_[row][static_cast<std::size_t>(name - columns_.begin())] +
                                ")");
    }
    return names;
  }

 private:
  static constexpr std::array<std::string_view, 3> split_names{"trainA", "trainB", "test"};

  bool has(std::size_t row, const std::string& domain) const {
    const auto column = std::ranges::find(columns_, domain);
    if (column == columns_.end()) throw unknown_name(path_ + ": column", domain, columns_);
    const std::string& cell = cells_[row][static_cast<std::size_t>(column - columns_.begin())];
    if (cell == "0" || cell == "1") return cell == "1";
    throw DataError(path_, places_[row] + ", column " + domain, "0 or 1", in_quotes(cell));
  }

  std::string path_;
  std::vector<std::string> columns_, places_;
  std::vector<Split> splits_;                    // of each row
  std::vector<std::vector<std::string>> cells_;  // (rows, columns)
};

namespace detail {

/// What of a set is of some splits and belongs to all `columns`; `what` they are for.
///
/// Errors: DataError for fewer than two rows.
inline Dataset part_of(const Dataset& set, const SplitTable& table, std::span<const Split> splits,
                       const std::vector<std::string>& columns, const char* what) {
  const std::vector<std::size_t> rows = table.rows_of(splits, columns);
  if (rows.size() < 2) {
    throw DataError(table.path(), std::string("rows for ") + what + " of " + set.name,
                    "at least two", std::to_string(rows.size()));
  }
  return set.subset(rows);
}

}  // namespace detail

}  // namespace saddle::data
