// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <string>

namespace saddle {

/// The shape of one sample: an image is `Shape<height, width, channels>`, a vector
/// `Shape<features>`.
template <std::size_t... Extents>
struct Shape {
  static_assert(sizeof...(Extents) > 0 && ((Extents > 0) && ...), "every extent is at least 1");

  static constexpr std::size_t components = 1;
  static constexpr std::size_t rank = sizeof...(Extents);
  static constexpr std::size_t size = (Extents * ...);  // numbers in one sample
  static constexpr std::array<std::size_t, rank> extents{Extents...};
  static constexpr std::size_t last = extents[rank - 1];  // features or channels
  static constexpr std::array<std::size_t, 1> sizes{size};

  /// (n, extents...)
  static constexpr std::array<std::size_t, rank + 1> batch_shape(std::size_t n) {
    return {n, Extents...};
  }
};

namespace detail {

template <std::size_t N, class... Values>
constexpr std::array<std::size_t, N> concatenated_sizes() {
  std::array<std::size_t, N> sizes{};
  std::size_t next = 0;
  const auto append = [&](const auto& part) {
    for (std::size_t size : part) sizes[next++] = size;
  };
  (append(Values::sizes), ...);
  return sizes;
}

template <std::size_t I, class First, class... Rest>
struct NthType : NthType<I - 1, Rest...> {};
template <class First, class... Rest>
struct NthType<0, First, Rest...> {
  using type = First;
};

}  // namespace detail

/// A sample of several parts, such as (x, z); each part is a `Shape` or again joint.
///
/// Parts are flattened: `components` counts the shapes in it, `sizes` lists their sizes.
template <class... Values>
struct Joint {
  static_assert(sizeof...(Values) > 0, "a joint value has at least one part");

  static constexpr std::size_t parts = sizeof...(Values);
  static constexpr std::size_t components = (Values::components + ...);
  static constexpr std::size_t size = (Values::size + ...);
  static constexpr std::array<std::size_t, components> sizes =
      detail::concatenated_sizes<components, Values...>();

  template <std::size_t I>
  using Part = typename detail::NthType<I, Values...>::type;

  /// Index of the first component that belongs to part `part`.
  static constexpr std::size_t first_component(std::size_t part) {
    constexpr std::array<std::size_t, parts> counts{Values::components...};
    std::size_t first = 0;
    for (std::size_t i = 0; i < part; ++i) first += counts[i];
    return first;
  }
};

namespace detail {

template <class T>
inline constexpr bool is_shape = false;
template <std::size_t... Extents>
inline constexpr bool is_shape<Shape<Extents...>> = true;

template <class T>
inline constexpr bool is_joint = false;
template <class... Values>
inline constexpr bool is_joint<Joint<Values...>> = true;

}  // namespace detail

/// A `Shape`.
template <class T>
concept SingleValue = detail::is_shape<T>;

/// A `Shape` or a `Joint`: what flows along an edge of a network.
template <class T>
concept Value = detail::is_shape<T> || detail::is_joint<T>;

/// Extents as people write them: "28x28x1".
template <class Extents>
std::string shape_text(const Extents& extents) {
  std::string text;
  for (std::size_t extent : extents) {
    if (!text.empty()) text += 'x';
    text += std::to_string(extent);
  }
  return text;
}

namespace detail {

template <std::size_t... Extents>
std::string describe_value(Shape<Extents...>) {
  return shape_text(Shape<Extents...>::extents);
}
template <class... Values>
std::string describe_value(Joint<Values...>) {
  std::string text;
  ((text += (text.empty() ? "(" : ", ") + describe_value(Values{})), ...);
  return text + ")";
}

}  // namespace detail

/// The value as people write it: "28x28x1", "(2, 64)".
template <Value V>
std::string to_string(V value) {
  return detail::describe_value(value);
}

}  // namespace saddle
