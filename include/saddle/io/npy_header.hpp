// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/io/parse.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace saddle::inline per_set {

/// The first bytes of every NPY file.
inline constexpr std::string_view npy_magic{"\x93NUMPY", 6};

/// The header of an NPY file: a Python dictionary of three entries, in any order.
///
/// Errors: DataError with the byte at which something else was expected.
template <class File>
class NpyHeader {
 public:
  std::string code;                ///< 'descr'
  std::vector<std::size_t> shape;  ///< 1 to 6 lengths, unchecked
  std::uint64_t code_at = 0, shape_at = 0;

  explicit NpyHeader(File& file) : file_(file) {
    take_text();
    bool have_order = false;
    expect('{');
    while (!accept('}')) {
      const std::uint64_t key_at = here();
      const std::string key = quoted();
      expect(':');
      if (key == "descr" && code.empty()) {
        code_at = here();
        code = quoted();
      } else if (key == "fortran_order" && !have_order) {
        expect_word("False", "fortran_order");
        have_order = true;
      } else if (key == "shape" && shape.empty()) {
        shape_at = here();
        take_shape();
      } else {
        throw parse::error(file_, key_at, "header", "descr, fortran_order and shape, once each",
                           in_quotes(key));
      }
      if (accept('}')) break;
      expect(',');
    }
    if (code.empty() || !have_order || shape.empty()) {
      throw parse::error(file_, here(), "header", "descr, fortran_order and shape",
                         "the end of the dictionary without all of them");
    }
    skip_blanks();
    if (at_ < text_.size()) throw unexpected("the end of the header");
  }

 private:
  static constexpr std::size_t most_axes = 6;

  /// Magic number, version, length of the text, text.
  void take_text() {
    std::array<unsigned char, 8> start;
    parse::take(file_, start.data(), start.size(), "magic number and version");
    if (!std::equal(npy_magic.begin(), npy_magic.end(), start.begin(),
                    [](char a, unsigned char b) { return static_cast<unsigned char>(a) == b; })) {
      throw parse::error(file_, 0, "magic number", "\\x93NUMPY", "something else");
    }
    const unsigned version = start[6];
    if (version < 1 || version > 3 || start[7] != 0) {
      throw parse::error(file_, 6, "version", "1.0, 2.0 or 3.0",
                         std::to_string(version) + "." + std::to_string(start[7]));
    }
    std::array<unsigned char, 4> bytes{};
    const std::uint64_t length_at = file_.position();
    parse::take(file_, bytes.data(), version == 1 ? 2 : 4, "length of the header");
    std::size_t length = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) length = length * 256 + bytes[i];
    constexpr std::size_t most = 0xffff;  // what version 1 can say
    if (length > most) {
      throw parse::error(file_, length_at, "length of the header",
                         std::string("at most ") + std::to_string(most), std::to_string(length));
    }
    text_at_ = file_.position();
    const std::vector<unsigned char> text = parse::take_promised(file_, length, "header");
    text_.assign(text.begin(), text.end());
  }

  /// A tuple: (), (3,), (3, 4) or (3, 4, ).
  void take_shape() {
    expect('(');
    while (!accept(')')) {
      std::size_t extent = 0;
      skip_blanks();
      const auto [end, code_of_end] =
          std::from_chars(text_.data() + at_, text_.data() + text_.size(), extent);
      if (code_of_end != std::errc{}) throw unexpected("a length below 2^64");
      at_ = static_cast<std::size_t>(end - text_.data());
      shape.push_back(extent);
      if (accept(')')) break;
      expect(',');
    }
    if (shape.empty() || shape.size() > most_axes) {
      throw parse::error(file_, shape_at, "shape",
                         std::string("1 to ") + std::to_string(most_axes) + " axes",
                         std::to_string(shape.size()));
    }
  }

  std::string quoted() {
    skip_blanks();
    const char quote = at_ < text_.size() ? text_[at_] : ' ';
    if (quote != '\'' && quote != '"') throw unexpected("a quoted word");
    const std::size_t end = text_.find(quote, at_ + 1);
    if (end == std::string::npos) throw unexpected("a word with its closing quote");
    const std::string word = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    return word;
  }

  void expect_word(std::string_view word, const char* what) {
    skip_blanks();
    if (std::string_view(text_).substr(at_, word.size()) != word) {
      throw parse::error(file_, here(), what, std::string(word) + " (row-major order)",
                         in_quotes(text_.substr(at_, word.size())));
    }
    at_ += word.size();
  }

  bool accept(char c) {
    skip_blanks();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  void expect(char c) {
    if (!accept(c)) throw unexpected(in_quotes({&c, 1}));
  }

  void skip_blanks() { at_ = std::min(text_.find_first_not_of(" \t\n", at_), text_.size()); }

  std::uint64_t here() {
    skip_blanks();
    return text_at_ + at_;
  }

  DataError unexpected(const std::string& expected) {
    return parse::error(
        file_, here(), "header", expected,
        at_ == text_.size() ? "the end of the header" : in_quotes(text_.substr(at_, 1)));
  }

  File& file_;
  std::uint64_t text_at_ = 0;  // the byte at which the text begins
  std::string text_;
  std::size_t at_ = 0;
};

}  // namespace saddle::inline per_set
