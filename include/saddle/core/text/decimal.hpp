// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <algorithm>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <version>

#if !defined(__cpp_lib_to_chars)
#include <locale.h>
#include <stdlib.h>
#endif

namespace saddle {

namespace detail {

#if !defined(__cpp_lib_to_chars)  // libc++ has std::from_chars of whole numbers only
/// The C library's answer, in the C locale, to the texts that std::from_chars takes.
inline std::optional<double> decimal_in(const std::string& text) {
  if (text.find_first_of(" \t\n\v\f\r+") == 0 || text.find_first_of("xX") != text.npos) return {};
  static const ::locale_t c = ::newlocale(LC_ALL_MASK, "C", nullptr);
  char* end = nullptr;
  const double number = ::strtod_l(text.c_str(), &end, c);
  if (text.empty() || end != text.c_str() + text.size()) return {};
  return number;
}
#endif

/// Whether a decimal number that a double cannot hold is too near to 0, not too far from it.
inline bool is_tiny(std::string_view text) {
  const std::size_t mark = std::min(text.find_first_of("eE"), text.size());
  const std::string_view digits = text.substr(0, mark);
  const std::size_t point = std::min(digits.find('.'), digits.size());
  const std::size_t first = digits.find_first_of("123456789");
  if (first == digits.npos) return true;
  long long power = static_cast<long long>(point) - static_cast<long long>(first);  // of ten
  std::string_view exponent = text.substr(std::min(mark + 1, text.size()));
  if (exponent.starts_with('+')) exponent.remove_prefix(1);
  long long shift = 0;
  const auto code = std::from_chars(exponent.data(), exponent.data() + exponent.size(), shift).ec;
  if (code == std::errc::result_out_of_range) return exponent.starts_with('-');
  return shift < -power;  // their sum may be beyond long long
}

}  // namespace detail

inline namespace per_set {

/// The number that a text is, all of it, in any locale; none where it is no number of that kind.
///
/// A decimal number nearer to 0 than any double but 0 is 0; one further away than any is infinite.
/// A whole number that T cannot hold, such as a negative one without sign, is none.
template <class T>
std::optional<T> number_in(std::string_view text) {
#if !defined(__cpp_lib_to_chars)
  if constexpr (std::floating_point<T>) {
    return detail::decimal_in(std::string(text));
  } else
#endif
  {
    T number{};
    const char* const end = text.data() + text.size();
    const auto [stop, code] = std::from_chars(text.data(), end, number);
    if (stop != end) return {};
    if (code == std::errc{}) return number;
    if constexpr (std::floating_point<T>) {
      if (code != std::errc::result_out_of_range) return {};
      const T size = detail::is_tiny(text) ? T(0) : std::numeric_limits<T>::infinity();
      return text.starts_with('-') ? -size : size;
    } else {
      return {};
    }
  }
}

}  // namespace per_set

}  // namespace saddle
