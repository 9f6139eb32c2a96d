// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>

#include <cstddef>
#include <initializer_list>
#include <limits>
#include <string>

namespace saddle::inline per_set {

/// The product of counts that come from outside, before memory is taken for as many numbers.
///
/// Errors: ConfigError, naming what is counted, for more doubles than can be addressed.
inline std::size_t product_of(const std::string& what, std::initializer_list<std::size_t> counts) {
  constexpr std::size_t most = std::numeric_limits<std::ptrdiff_t>::max() / sizeof(double);
  std::size_t product = 1;
  std::string factors;
  bool fits = true;
  for (const std::size_t count : counts) {
    fits = fits && (count == 0 || product <= most / count);
    product *= count;
    factors += (factors.empty() ? "" : " x ") + std::to_string(count);
  }
  if (!fits)
    throw ConfigError(what, std::string("at most ") + std::to_string(most) + " numbers", factors);
  return product;
}

/// 53226560 as "53,226,560".
inline std::string grouped(std::size_t number) {
  std::string text = std::to_string(number);
  for (std::size_t i = text.size(); i > 3;) text.insert(i -= 3, 1, ',');
  return text;
}

}  // namespace saddle::inline per_set
