// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/compiler.hpp>

#include <cstddef>
#include <type_traits>

namespace saddle {

/// A list of types: what a test, a command line or a sweep goes through.
template <class... T>
struct types {
  static constexpr std::size_t size = sizeof...(T);
};

/// Calls `visit(std::type_identity<T>{})` for each type of the list, in order.
template <class... T, class Visitor>
constexpr void for_each(types<T...>, Visitor&& visit) {
  (visit(std::type_identity<T>{}), ...);
}

/// The types of both lists, in order.
template <class... A, class... B>
constexpr types<A..., B...> operator+(types<A...>, types<B...>) {
  return {};
}

}  // namespace saddle
