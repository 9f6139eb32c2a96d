// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <array>
#include <charconv>
#include <string>

namespace saddle::inline per_set {

/// The shortest decimal text that reads back as the same number.
inline std::string shortest_text(double number) {
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  return {digits.data(), end};
}

/// A policy's name with its parameter where it is one of a family: "pearson", "alpha:-1",
/// "LeakyReLU:0.2". A policy may state its own `full_name()`; one without any name is
/// "unnamed".
template <class Policy>
std::string full_name() {
  if constexpr (requires { Policy::full_name(); }) {
    return Policy::full_name();
  } else if constexpr (requires { Policy::parameter; }) {
    return std::string(Policy::name).append(":").append(shortest_text(Policy::parameter));
  } else if constexpr (requires { Policy::name; }) {
    return std::string(Policy::name);
  } else {
    return "unnamed";
  }
}

/// The name of a policy that is held as a value: that of its type, unless its value chose another.
template <class Policy>
std::string chosen_name(const Policy& policy) {
  if constexpr (requires { policy.chosen_name(); }) return policy.chosen_name();
  else return full_name<Policy>();
}

}  // namespace saddle::inline per_set
