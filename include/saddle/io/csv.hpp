// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/decimal.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/printable.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace saddle::inline per_set {

/// What a table of numbers in text holds.
struct CsvTable {
  std::vector<std::string> names;    ///< of the columns but the labels'; "column 1" ... if unnamed
  std::vector<double> values;        ///< (rows, names)
  std::vector<int> labels;           ///< (rows) or (0)
  bool named = false;                ///< whether the first line holds the names
  std::vector<std::string> remarks;  ///< what the parser had to decide, in sentences
};

/// The name of a column without one, counted from 0: "column 1" for the first.
inline std::string unnamed_column(std::size_t index) {
  return std::string("column ") + std::to_string(index + 1);
}

/// A text in quotes, those within it twice.
///
/// Source: RFC 4180, section 2.
inline std::string csv_quoted(const std::string& text) {
  std::string cell = "\"";
  for (const char c : text) cell += c == '"' ? std::string("\"\"") : std::string(1, c);
  return cell + '"';
}

/// A text as a cell that `CsvParser` reads as this text, blanks at its ends aside, whichever of its
/// separators is in use.
///
/// Errors: ConfigError for a text with a line's end, which no cell holds.
inline std::string csv_cell(const std::string& text) {
  if (text.find_first_of("\r\n") != text.npos) {
    throw ConfigError("cell of a table", "a text without line ends", "'" + text + "'");
  }
  const bool plain = text.find_first_of(",;\t\"") == text.npos && !text.starts_with('\xef');
  return plain && !text.empty() ? text : csv_quoted(text);  // a blank line counts for nothing
}

/// Reads a table of numbers: `,`, `;` or tab between them, LF or CRLF after each line. A first line
/// that is not numbers alone names the columns. Cells may stand in quotes; blanks at their ends, in
/// quotes or not, and blank lines count for nothing.
///
/// The labels' column is the one called `label`, the last one for "last", none for "". Where
/// `label` is not given, it is the one called `class` or `label`, if there is such a name.
///
/// Errors: DataError with line and column for a cell that is no number (no whole number, for
///         labels), a name that is not UTF-8, a line with another number of cells, a label that is
///         not there, or no rows.
template <class File>
class CsvParser {
 public:
  explicit CsvParser(File& file, std::optional<std::string> label = {})
      : file_(file), label_(std::move(label)) {}

  CsvTable table() {
    CsvTable table;
    while (next_line()) {
      if (is_blank(line_)) continue;
      const bool first = columns_ == 0;
      if (first) choose_separator();
      split();
      if (!first) take_row(table);
      else if (begin(table)) take_row(table);
    }
    if (table.values.empty()) {
      throw DataError(file_.path(), std::string("line ") + std::to_string(line_number_),
                      "rows of numbers", columns_ == 0 ? "an empty file" : "none");
    }
    return table;
  }

 private:
  static bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t") == std::string_view::npos;
  }

  static std::string_view trimmed(std::string_view text) {
    const std::size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
    return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
  }

  /// Brings the next line into `line_`, without its end; false at the end of the file.
  bool next_line() {
    line_.clear();
    bool found = false;
    for (;;) {
      if (begin_ == end_) {
        begin_ = 0;
        end_ = file_.read(window_.data(), window_.size());
        if (end_ == 0) break;
      }
      found = true;
      const auto from = window_.begin() + static_cast<std::ptrdiff_t>(begin_);
      const auto until = window_.begin() + static_cast<std::ptrdiff_t>(end_);
      const auto line_end = std::find(from, until, '\n');
      line_.append(from, line_end);
      begin_ += static_cast<std::size_t>(line_end - from);
      if (line_end != until) {
        ++begin_;
        break;
      }
    }
    if (!line_.empty() && line_.back() == '\r') line_.pop_back();
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (line_number_ == 0 && line_.starts_with(byte_order_mark)) {
      line_.erase(0, byte_order_mark.size());
    }
    line_number_ += found;
    return found;
  }

  /// The first of the three that stands outside of quotes in the first line.
  void choose_separator() {
    bool inside = false;
    for (char c : line_) {
      if (c == '"') inside = !inside;
      if (!inside && (c == ',' || c == ';' || c == '\t')) {
        separator_ = c;
        return;
      }
    }
  }

  void split() {
    cells_.clear();
    std::size_t at = 0;
    for (;;) {
      std::size_t next = std::min(line_.find(separator_, at), line_.size());
      const std::size_t quote = line_.find_first_not_of(' ', at);
      if (quote < line_.size() && line_[quote] == '"') {
        cells_.emplace_back();
        std::size_t close = quote + 1;
        for (; close < line_.size(); ++close) {
          if (line_[close] != '"') {
            cells_.back() += line_[close];
          } else if (close + 1 < line_.size() && line_[close + 1] == '"') {
            cells_.back() += line_[close++];  // a quote within quotes is written twice
          } else {
            break;
          }
        }
        if (close == line_.size()) throw error(cells_.size(), "a closing quote", "the line's end");
        cells_.back() = std::string(trimmed(cells_.back()));
        next = std::min(line_.find(separator_, close), line_.size());
        if (!is_blank(std::string_view(line_).substr(close + 1, next - close - 1))) {
          throw error(cells_.size(), "the end of the cell after its quote",
                      "'" + line_.substr(close + 1, next - close - 1) + "'");
        }
      } else {
        cells_.emplace_back(trimmed(std::string_view(line_).substr(at, next - at)));
      }
      if (next == line_.size()) return;
      at = next + 1;
    }
  }

  /// Learns the columns from the first line; true if it already is a row of numbers.
  bool begin(CsvTable& table) {
    columns_ = cells_.size();
    const auto numbers =
        std::count_if(cells_.begin(), cells_.end(), [](const auto& cell) { return number(cell); });
    const bool is_row = static_cast<std::size_t>(numbers) == columns_;
    table.named = !is_row;
    if (numbers > 0) remark_on_first_line(table);
    label_at_ = columns_;
    const auto find = [&](std::string_view name) {
      return static_cast<std::size_t>(std::find(cells_.begin(), cells_.end(), name) -
                                      cells_.begin());
    };
    if (!label_ && !is_row) label_at_ = std::min(find("class"), find("label"));
    else if (label_ == "last") label_at_ = columns_ - 1;
    else if (label_ && !label_->empty()) {
      label_at_ = is_row ? columns_ : find(*label_);
      if (label_at_ == columns_) {
        throw DataError(file_.path(), std::string("line ") + std::to_string(line_number_),
                        "a column called '" + *label_ + "'", "'" + line_ + "'");
      }
    }
    for (std::size_t i = 0; i < columns_; ++i) {
      if (!is_utf8(cells_[i])) throw error(i + 1, "a name in UTF-8", "'" + cells_[i] + "'");
      if (i == label_at_) continue;
      table.names.push_back(is_row ? unnamed_column(i) : cells_[i]);
    }
    if (table.names.empty()) throw error(1, "a column of numbers", "labels alone");
    if (label_at_ < columns_ && !label_) {
      table.remarks.push_back("the column '" + cells_[label_at_] + "' is taken for labels");
    }
    return is_row;
  }

  /// Numbers in the first line may be names, and a first row may lack some.
  void remark_on_first_line(CsvTable& table) const {
    constexpr std::size_t most = 60;
    const std::string start = line_.size() > most ? line_.substr(0, most) + " ..." : line_;
    table.remarks.push_back(std::string("line ") + std::to_string(line_number_) + " is taken for " +
                            (table.named ? "the names of the columns" : "a row, not for names") +
                            ": " + start);
  }

  void take_row(CsvTable& table) {
    if (cells_.size() != columns_) {
      throw DataError(file_.path(), std::string("line ") + std::to_string(line_number_),
                      std::to_string(columns_) + " cells", std::to_string(cells_.size()));
    }
    for (std::size_t i = 0; i < columns_; ++i) {
      const std::optional<double> value = number(cells_[i]);
      const bool label = i == label_at_;
      const double most = label ? double{std::numeric_limits<int>::max()}
                                : double{std::numeric_limits<float>::max()};
      if (!value || !(std::abs(*value) <= most) || (label && *value != std::floor(*value))) {
        throw error(i + 1,
                    label ? "a whole number of 31 bits" : "a number that is finite as a float",
                    cells_[i].empty() ? "nothing" : "'" + cells_[i] + "'");
      }
      if (label) table.labels.push_back(static_cast<int>(*value));
      else table.values.push_back(*value);
    }
  }

  static std::optional<double> number(std::string_view text) {
    if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
    return number_in<double>(text);
  }

  DataError error(std::size_t column, const std::string& expected, const std::string& found) const {
    return DataError(
        file_.path(),
        std::string("line ") + std::to_string(line_number_) + ", column " + std::to_string(column),
        expected, found);
  }

  File& file_;
  std::optional<std::string> label_;
  std::array<unsigned char, 1 << 16> window_;
  std::size_t begin_ = 0, end_ = 0;  // the part of the window that is still to be taken
  std::string line_;
  std::size_t line_number_ = 0;
  std::vector<std::string> cells_;
  char separator_ = ',';
  std::size_t columns_ = 0;  // 0 before the first line
  std::size_t label_at_ = 0;
};

/// Reads a table of numbers; see `CsvParser`.
template <class File>
CsvTable parse_csv(File& file, std::optional<std::string> label = {}) {
  return CsvParser<File>(file, std::move(label)).table();
}

}  // namespace saddle::inline per_set
