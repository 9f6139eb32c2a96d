// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/compiler.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

namespace detail {

template <class T>
constexpr std::string_view signature() {
  return __PRETTY_FUNCTION__;
}

}  // namespace detail

/// The type as C++ code calls it, with namespaces and template arguments: "mine::LeCam".
template <class T>
constexpr std::string_view full_type_name() {
  // g++ and clang write "... [with T = saddle::Alpha<...>; ...]" and "... [T =
  // saddle::Alpha<...>]"; what stands around the type is as long for any other.
  constexpr std::string_view whole = detail::signature<T>(), of_void = detail::signature<void>();
  constexpr std::size_t before = of_void.find("T = ") + 4;
  return whole.substr(before, whole.size() - (of_void.size() - std::string_view("void").size()));
}

/// The same without namespaces and template arguments: "GradientPenalty", "Alpha".
template <class T>
constexpr std::string_view type_name() {
  std::string_view name = full_type_name<T>();
  name = name.substr(0, name.find('<'));
  const std::size_t space = name.rfind("::");
  if (space != name.npos) name.remove_prefix(space + 2);
  return name;
}

}  // namespace saddle
