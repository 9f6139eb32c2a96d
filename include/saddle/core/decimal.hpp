// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <algorithm>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <limits>
#include <optional>
#include <string_view>
#include <system_error>

namespace saddle {

namespace detail {

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
  return power + shift < 0;
}

}  // namespace detail

inline namespace per_set {

/// The number that a text is, all of it, in any locale; none where it is no number of that kind.
///
/// A decimal number nearer to 0 than any double but 0 is 0; one further away than any is infinite.
/// A whole number that T cannot hold, such as a negative one without sign, is none.
template <class T>
std::optional<T> number_in(std::string_view text) {
  T number{};
  const char* const end = text.data() + text.size();
  const auto [stop, code] = std::from_chars(text.data(), end, number);
  if (stop != end) return {};
  if (code == std::errc{}) return number;
  if (std::integral<T> || code != std::errc::result_out_of_range) return {};
  const T size = detail::is_tiny(text) ? T(0) : std::numeric_limits<T>::infinity();
  return text.starts_with('-') ? -size : size;
}

}  // namespace per_set

}  // namespace saddle
