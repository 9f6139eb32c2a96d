// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace saddle::inline per_set {

/// The numbers that a member of a config may be: `low` to `high`, both included.
///
/// A config states them beside its description, as `static constexpr Bounded bounded[]`; whatever
/// takes the config, a trainer or a line of text, checks them once and refuses what lies outside.
struct Limits {
  double low = -std::numeric_limits<double>::max();
  double high = std::numeric_limits<double>::max();
  std::string_view meaning = "a finite number";  ///< of both, for people

  /// NaN lies in no limits.
  template <class T>
  constexpr bool contain(T number) const {
    const auto value = static_cast<double>(number);
    return value >= low && value <= high;
  }
};

/// A member's name and its limits.
struct Bounded {
  std::string_view field;
  Limits limits;
  std::string_view before = {};  ///< what it was, as text, in files that are older than it
};

namespace limits {

/// What training computes in floats is limited to what they hold without loss of digits.
inline constexpr Limits positive{std::numeric_limits<float>::min(),
                                 std::numeric_limits<float>::max(),
                                 "a number above 0, within the range of float"};
inline constexpr Limits not_negative{0, std::numeric_limits<float>::max(),
                                     "a number of at least 0, within the range of float"};
inline constexpr Limits share{0, 1, "a number from 0 to 1"};
inline constexpr Limits decay{0, 1 - double{std::numeric_limits<float>::epsilon()} / 2,
                              "a number from 0 to below 1 as a float"};

/// Whole numbers, as far as their type goes.
inline constexpr Limits whole{0, 0x1p64, "a whole number from 0 to 2^64 - 1"};
inline constexpr Limits count{1, 0x1p64, "a whole number from 1 to 2^64 - 1"};
/// How many of something there is memory for at a time.
inline constexpr Limits size{1, 0x1p20, "a whole number from 1 to 2^20"};
/// Steps, whose random draws are told apart by 32 bits.
inline constexpr Limits steps{0, 0x1p32 - 1, "a whole number from 0 to 2^32 - 1"};

}  // namespace limits

}  // namespace saddle::inline per_set
