// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace saddle::inline per_set {

/// The lines of a table in text, split into cells: `,`, `;` or tab between them, the first of the
/// three that stands outside of quotes in the first line; LF, CRLF or CR after each line. Cells may
/// stand in quotes; blanks at their ends, in quotes or not, and blank lines count for nothing.
///
/// Errors: DataError with line and column for a quote that does not end its cell.
template <class File>
class CsvLines {
 public:
  explicit CsvLines(File& file) : file_(file) {}

  /// Takes the next line that is not blank; false at the end of the file.
  bool next() {
    do {
      if (!next_line()) return false;
    } while (is_blank(line_));
    if (separator_ == 0) separator_ = separator();
    split();
    return true;
  }

  /// The line as it stands in the file, and its cells.
  const std::string& text() const { return line_; }
  const std::vector<std::string>& cells() const { return cells_; }

  /// "line 3", for errors.
  std::string place() const { return std::string("line ") + std::to_string(line_number_); }

  /// An error in the cell that is the `column`th, counted from 1.
  DataError error(std::size_t column, const std::string& expected, const std::string& found) const {
    return DataError(file_.path(), place() + ", column " + std::to_string(column), expected, found);
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
      const auto from = window_.begin() + static_cast<std::ptrdiff_t>(begin_);
      const auto until = window_.begin() + static_cast<std::ptrdiff_t>(end_);
      const bool after_cr = std::exchange(after_cr_, false);
      if (after_cr && *from == '\n') {  // the second half of a line end
        ++begin_;
        continue;
      }
      found = true;
      const auto line_end =
          std::find_if(from, until, [](unsigned char c) { return c == '\n' || c == '\r'; });
      line_.append(from, line_end);
      begin_ += static_cast<std::size_t>(line_end - from);
      if (line_end != until) {
        after_cr_ = *line_end == '\r';
        ++begin_;
        break;
      }
    }
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (line_number_ == 0 && line_.starts_with(byte_order_mark)) {
      line_.erase(0, byte_order_mark.size());
    }
    line_number_ += found;
    return found;
  }

  char separator() const {
    bool inside = false;
    for (char c : line_) {
      if (c == '"') inside = !inside;
      if (!inside && (c == ',' || c == ';' || c == '\t')) return c;
    }
    return ',';
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
                      in_quotes(line_.substr(close + 1, next - close - 1)));
        }
      } else {
        cells_.emplace_back(trimmed(std::string_view(line_).substr(at, next - at)));
      }
      if (next == line_.size()) return;
      at = next + 1;
    }
  }

  File& file_;
  std::array<unsigned char, 1 << 16> window_;
  std::size_t begin_ = 0, end_ = 0;  // the part of the window that is still to be taken
  bool after_cr_ = false;            // and what was taken last
  std::string line_;
  std::size_t line_number_ = 0;
  std::vector<std::string> cells_;
  char separator_ = 0;  // 0 before the first line
};

}  // namespace saddle::inline per_set
