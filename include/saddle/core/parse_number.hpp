// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <version>

#if !defined(__cpp_lib_to_chars)
#include <locale.h>
#include <stdlib.h>

#include <cerrno>
#endif

namespace saddle::inline per_set {

/// The number that the whole text is, in any locale; nothing where it is none or out of range.
template <class T>
std::optional<T> parse_number(std::string_view text) {
#if !defined(__cpp_lib_to_chars)  // libc++ has whole numbers only
  if constexpr (std::is_floating_point_v<T>) {
    // What strtod takes and from_chars does not: leading space, a plus, hexadecimal digits.
    if (text.find_first_of(" \t\n\v\f\r+") == 0 || text.find_first_of("xX") != text.npos) return {};
    static const ::locale_t c = ::newlocale(LC_ALL_MASK, "C", nullptr);
    const std::string ended(text);
    char* end = nullptr;
    errno = 0;
    const double number = ::strtod_l(ended.c_str(), &end, c);
    if (ended.empty() || end != ended.c_str() + ended.size() || errno == ERANGE) return {};
    return static_cast<T>(number);
  } else
#endif
  {
    T number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return {};
    return number;
  }
}

}  // namespace saddle::inline per_set
