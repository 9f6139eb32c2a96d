// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/count.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/text/decimal.hpp>
#include <saddle/core/text/nearest_name.hpp>
#include <saddle/core/text/printable.hpp>
#include <saddle/io/csv_columns.hpp>
#include <saddle/io/csv_lines.hpp>
#include <saddle/io/file/memory_file.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <iterator>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace saddle::inline per_set {

/// What a table of numbers in text holds.
struct CsvTable {
  std::vector<std::string> names;    ///< of the columns of numbers; "column 1" ... if unnamed
  std::vector<double> values;        ///< (rows, names)
  std::vector<int> labels;           ///< (rows) or (0)
  std::vector<std::string> classes;  ///< what the labels 0, 1, ... are called; empty for numbers
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
    throw ConfigError("cell of a table", "a text without line ends", in_quotes(text));
  }
  const bool plain = text.find_first_of(",;\t\"") == text.npos && !text.starts_with('\xef');
  return plain && !text.empty() ? text : csv_quoted(text);  // a blank line counts for nothing
}

/// The names that stand in a line of a table, such as `height,"depth, cm"`; `from` names the line
/// in messages.
///
/// Errors: DataError for a quote that does not end its cell.
inline std::vector<std::string> csv_names(const std::string& line, const std::string& from) {
  MemoryFile text({reinterpret_cast<const unsigned char*>(line.data()), line.size()}, from);
  CsvLines lines(text);
  return lines.next() ? lines.cells() : std::vector<std::string>{};
}

/// The names as one line that `csv_names` reads.
///
/// Errors: as `csv_cell`.
inline std::string names_line(const std::vector<std::string>& names) {
  std::string line;
  for (const std::string& name : names) (line += line.empty() ? "" : ",") += csv_cell(name);
  return line;
}

/// The names as messages list them, what is long left out.
inline std::string names_text(const std::vector<std::string>& names) {
  return some_of(names, [](const std::string& name) { return csv_cell(shortened(name)); });
}

/// Reads a table of numbers in text, see `CsvLines`. A first line that is not numbers alone names
/// the columns.
///
/// Where `label` is not given and the columns of numbers are not named, the labels' column is the
/// one called `class` or `label`, if there is such a name. Labels are whole numbers or, where the
/// first is no number, texts, which become 0, 1, ... in the order in which they first occur.
/// Columns that are asked for are found by their names; where the table or those who ask have no
/// names, by their order if there are as many. The others may hold anything.
///
/// A row that lacks one of its values or its label (an empty cell, NA, N/A, NaN, null, `?` or `-`)
/// is left out, and the remarks count them.
///
/// Errors: DataError with line and column for a cell that is no number (no whole number, for
///         labels), a name that is not UTF-8, a line with another number of cells; a column that
///         is not there or asked for twice, or no rows.
template <class File>
class CsvParser {
 public:
  explicit CsvParser(File& file, CsvColumns wanted = {})
      : file_(file), lines_(file), wanted_(std::move(wanted)) {}

  CsvTable table() {
    CsvTable table;
    if (lines_.next() && begin(table)) take_row(table);
    while (lines_.next()) take_row(table);
    if (table.values.empty()) {
      throw DataError(file_.path(), lines_.place(), "rows of numbers",
                      columns_ == 0 ? "an empty file"
                      : rows_ == 0  ? "none"
                                    : "none that has all its values");
    }
    if (incomplete_ > 0) {
      table.remarks.push_back(grouped(incomplete_) + " of " + grouped(rows_) +
                              (incomplete_ > 1 ? " rows lack a value and were left out"
                                               : " rows lacks a value and was left out"));
    }
    return table;
  }

 private:
  /// What the cell of a row is to become.
  struct Place {
    std::size_t column;
    bool label = false;
  };

  /// Learns the columns from the first line; true if it already is a row.
  bool begin(CsvTable& table) {
    const std::vector<std::string>& cells = lines_.cells();
    columns_ = cells.size();
    const auto numbers =
        std::count_if(cells.begin(), cells.end(), [](const auto& cell) { return number(cell); });
    const bool is_row = numbers > 0 && !cells[0].empty() &&  // pandas' index has no name
                        std::all_of(cells.begin(), cells.end(), [](const auto& cell) {
                          return number(cell) || is_missing(cell);
                        });
    table.named = !is_row;
    if (numbers > 0) remark_on_first_line(table);
    header_ = cells;
    for (std::size_t i = 0; i < columns_; ++i) {
      if (!is_utf8(cells[i])) throw lines_.error(i + 1, "a name in UTF-8", in_quotes(cells[i]));
      if (is_row) header_[i] = unnamed_column(i);
      by_name_.try_emplace(header_[i], i);
    }
    choose_columns(table);
    return is_row;
  }

  /// Numbers in the first line may be names, and a first row may lack some.
  void remark_on_first_line(CsvTable& table) const {
    table.remarks.push_back(lines_.place() + " is taken for " +
                            (table.named ? "the names of the columns" : "a row, not for names") +
                            ": " + shortened(lines_.text()));
  }

  /// The column of that name, `columns_` if there is none.
  std::size_t find(std::string_view name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? columns_ : found->second;
  }

  void choose_columns(CsvTable& table) {
    const std::vector<std::string>& names = wanted_.names;
    const bool distinct = std::set(names.begin(), names.end()).size() == names.size();
    const bool by_name = !names.empty() && distinct &&
                         std::all_of(names.begin(), names.end(),
                                     [&](const auto& name) { return find(name) < columns_; });
    const std::size_t label = label_column(table, by_name);
    if (by_name) {
      for (const std::string& name : names) places_.push_back({find(name)});
    } else {
      for (std::size_t i = 0; i < columns_; ++i) {
        if (i != label) places_.push_back({i});
      }
    }
    if (places_.empty()) throw lines_.error(1, "a column of numbers", "labels alone");
    for (const Place& place : places_) table.names.push_back(header_[place.column]);
    if (!names.empty() && !by_name) take_by_order(table);
    std::vector<bool> taken(columns_ + 1);
    taken[label] = true;
    for (const Place& place : places_) {
      if (place.column == label) {
        throw DataError(file_.path(), "columns", "numbers without the label",
                        in_quotes(header_[label]) + " among them");
      }
      taken[place.column] = true;
    }
    std::vector<std::string> others;
    for (std::size_t i = 0; i < columns_; ++i) {
      if (!taken[i]) others.push_back(header_[i]);
    }
    if (!others.empty())
      table.remarks.push_back(std::string("columns left out: ") + names_text(others));
    if (label < columns_) places_.push_back({label, true});
  }

  std::size_t label_column(CsvTable& table, bool by_name) const {
    if (!wanted_.label) {
      const std::size_t label =
          by_name || !table.named ? columns_ : std::min(find("class"), find("label"));
      if (label < columns_) {
        table.remarks.push_back(std::string("the column ") + in_quotes(header_[label]) +
                                " is taken for labels");
      }
      return label;
    }
    if (wanted_.label->empty()) return columns_;
    std::size_t label = find(*wanted_.label);
    if (label == columns_ && *wanted_.label == "last") label = columns_ - 1;
    if (label < columns_) return label;
    throw no_column(*wanted_.label);
  }

  /// `wanted` are the names that it is one of.
  DataError no_column(const std::string& name, const std::vector<std::string>& wanted = {}) const {
    std::string sentence = std::string("no column is called ") + in_quotes(name);
    if (wanted.size() > 1) sentence += std::string(" (wanted: ") + names_text(wanted) + ")";
    return DataError(file_.path(),
                     sentence + "; there are " + names_text(header_) + or_nearest(name, header_));
  }

  /// Columns without names are those that are asked for if there are as many.
  void take_by_order(CsvTable& table) const {
    bool unnamed = true;  // those that are asked for
    for (std::size_t i = 0; i < wanted_.names.size(); ++i) {
      unnamed = unnamed && wanted_.names[i] == unnamed_column(i);
    }
    const bool may_be = !table.named || unnamed || wanted_.names == table.names;
    if (!may_be || wanted_.names.size() != places_.size()) {
      for (const std::string& name : wanted_.names) {
        if (find(name) == columns_) throw no_column(name, wanted_.names);
      }
      throw DataError(file_.path(), "columns", "each once", names_text(wanted_.names));
    }
    if (!table.named) table.names = wanted_.names;
  }

  void take_row(CsvTable& table) {
    const std::vector<std::string>& cells = lines_.cells();
    if (cells.size() != columns_) {
      throw DataError(file_.path(), lines_.place(), std::to_string(columns_) + " cells",
                      std::to_string(cells.size()));
    }
    ++rows_;
    if (std::any_of(places_.begin(), places_.end(),
                    [&](const Place& place) { return is_missing(cells[place.column]); })) {
      ++incomplete_;
      return;
    }
    for (const Place& place : places_) {
      if (place.label) table.labels.push_back(label(table, place.column));
      else table.values.push_back(value(place.column));
    }
  }

  double value(std::size_t column) const {
    const std::string& cell = lines_.cells()[column];
    const std::optional<double> value = number(cell);
    if (value && std::abs(*value) <= double{std::numeric_limits<float>::max()}) return *value;
    const bool may_be_unwanted = !value && wanted_.names.empty();
    throw lines_.error(
        column + 1, "a number that is finite as a float",
        in_quotes(cell) + (may_be_unwanted ? std::string(" (is ") + in_quotes(header_[column]) +
                                                 " the label, or not among the columns to take?)"
                                           : ""));
  }

  int label(CsvTable& table, std::size_t column) {
    const std::string& cell = lines_.cells()[column];
    const std::optional<double> value = number(cell);
    std::vector<std::string>& classes = table.classes;
    if (table.labels.empty() ? !value : !classes.empty()) {
      if (!is_utf8(cell)) throw lines_.error(column + 1, "a label in UTF-8", in_quotes(cell));
      const auto [known, is_new] = classes_.try_emplace(cell, static_cast<int>(classes.size()));
      if (is_new) classes.push_back(cell);
      return known->second;
    }
    if (!value || !(std::abs(*value) <= double{std::numeric_limits<int>::max()}) ||
        *value != std::floor(*value)) {
      throw lines_.error(column + 1, "a whole number of 31 bits", in_quotes(cell));
    }
    return static_cast<int>(*value);
  }

  static bool is_missing(std::string_view cell) {
    constexpr std::string_view marks[] = {"", "?", "-", "na", "n/a", "nan", "null"};
    std::string lower(cell.substr(0, 4));
    for (char& c : lower) c = 'A' <= c && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return cell.size() <= lower.size() &&
           std::find(std::begin(marks), std::end(marks), lower) != std::end(marks);
  }

  static std::optional<double> number(std::string_view text) {
    if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
    return is_missing(text) ? std::nullopt : number_in<double>(text);
  }

  File& file_;
  CsvLines<File> lines_;
  CsvColumns wanted_;
  std::vector<std::string> header_;
  std::map<std::string, std::size_t, std::less<>> by_name_;  // the first column of each name
  std::map<std::string, int> classes_;
  std::size_t columns_ = 0;    // 0 before the first line
  std::vector<Place> places_;  // what is taken of a row, in this order
  std::size_t rows_ = 0, incomplete_ = 0;
};

/// Reads a table of numbers; see `CsvParser`.
template <class File>
CsvTable parse_csv(File& file, CsvColumns wanted = {}) {
  return CsvParser<File>(file, std::move(wanted)).table();
}

}  // namespace saddle::inline per_set
