// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/arithmetic.hpp>
#include <saddle/nn/chain/linear_map.hpp>
#include <saddle/nn/chain/python_text.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace saddle {

namespace detail {

/// The shape of `parts` shapes joined along the last axis; void where the other axes differ.
template <class... Shapes>
struct Concatenated {
  using type = void;
};
template <std::size_t... Features>
struct Concatenated<Shape<Features>...> {
  using type = Shape<(Features + ...)>;
};
template <std::size_t H, std::size_t W, std::size_t... Channels>
struct Concatenated<Shape<H, W, Channels>...> {
  using type = Shape<H, W, (Channels + ...)>;
};

template <class V>
struct ConcatenatedParts {
  using type = void;
};
template <class... Parts>
  requires(SingleValue<Parts> && ...)
struct ConcatenatedParts<Joint<Parts...>> {
  using type = typename Concatenated<Parts...>::type;
};

template <class V>
inline constexpr bool all_parts_equal = false;
template <class First, class... Rest>
inline constexpr bool all_parts_equal<Joint<First, Rest...>> =
    SingleValue<First> && (std::is_same_v<First, Rest> && ...);

}  // namespace detail

/// (a, b, ...) -> their features or channels side by side.
/// Shapes: parts (n, ..., c_i) -> (n, ..., sum c_i).
struct Concat {
  static constexpr Role role = Role::layer;
  static constexpr std::string_view name = "Concat";
  template <class In>
  static constexpr bool accepts = !std::is_void_v<typename detail::ConcatenatedParts<In>::type>;
  template <class In>
  using On = LinearMapOn<In, typename detail::ConcatenatedParts<In>::type, Concat>;

  template <class>
  static std::string pytorch() {
    return "Concat()";
  }

  template <class In, class Out>
  static constexpr void orders(FeatureOrders in, FeatureOrders out) {
    if constexpr (Out::rank == 1) join_orders<In>(in, out[0]);
  }

  template <class In, class Out, class D>
  static void apply(D& device, ConstBatch<In, D> x, Batch<Out, D> y, std::size_t n) {
    const std::size_t rows = n * (Out::size / Out::last);
    std::size_t first = 0;
    for (std::size_t i = 0; i < In::components; ++i) {
      const std::size_t width = In::sizes[i] / (Out::size / Out::last);
      scatter_columns(device, y.ref(), x[i], rows, width, Out::last, first);
      first += width;
    }
  }
  template <class In, class Out, class D>
  static void transpose(D& device, ConstBatch<Out, D> dy, Batch<In, D> dx, std::size_t n) {
    const std::size_t rows = n * (Out::size / Out::last);
    std::size_t first = 0;
    for (std::size_t i = 0; i < In::components; ++i) {
      const std::size_t width = In::sizes[i] / (Out::size / Out::last);
      if (dx[i]) gather_columns(device, dx[i], dy.ref(), rows, width, Out::last, first);
      first += width;
    }
  }
};

/// (a, b, ...) -> a + b + ...
struct Add {
  static constexpr Role role = Role::layer;
  static constexpr std::string_view name = "Add";
  template <class In>
  static constexpr bool accepts = detail::all_parts_equal<In>;
  template <class In>
  using On = LinearMapOn<In, typename In::template Part<0>, Add>;

  template <class>
  static std::string pytorch() {
    return "Add()";
  }

  template <class In, class Out>
  static constexpr void orders(FeatureOrders in, FeatureOrders out) {
    for (FeatureOrder& part : in) agree(part, out[0]);
    for (FeatureOrder& part : in) agree(part, out[0]);  // those before the first that is known
  }

  template <class In, class Out, class D>
  static void apply(D& device, ConstBatch<In, D> x, Batch<Out, D> y, std::size_t n) {
    if constexpr (In::components == 1) {
      copy(device, y.ref(), x[0], n * Out::size);
    } else {
      map(device, math::Sum{}, n * Out::size, y.ref(), x[0], x[1]);
    }
    for (std::size_t i = 2; i < In::components; ++i) {
      add_to(device, y.ref(), x[i], n * Out::size);
    }
  }
  template <class In, class Out, class D>
  static void transpose(D& device, ConstBatch<Out, D> dy, Batch<In, D> dx, std::size_t n) {
    for (std::size_t i = 0; i < In::components; ++i) {
      if (dx[i]) copy(device, dx[i], dy.ref(), n * Out::size);
    }
  }
};

/// (a, b, ...) -> part `I`.
template <std::size_t I>
struct Select {
  static constexpr Role role = Role::layer;
  static constexpr std::string_view name = "Select";
  template <class In>
  static constexpr bool accepts = [] {
    if constexpr (detail::is_joint<In>) return I < In::parts;
    return false;
  }();
  template <class In>
  using On = LinearMapOn<In, typename In::template Part<I>, Select>;

  template <class>
  static std::string pytorch() {
    return PythonCall("Select")(I).text();
  }

  template <class In, class Out>
  static constexpr void orders(FeatureOrders in, FeatureOrders out) {
    agree(in.subspan(In::first_component(I), Out::components), out);
  }

  template <class In, class Out, class D>
  static void apply(D& device, ConstBatch<In, D> x, Batch<Out, D> y, std::size_t n) {
    for (std::size_t i = 0; i < Out::components; ++i) {
      copy(device, y[i], x[In::first_component(I) + i], n * Out::sizes[i]);
    }
  }
  template <class In, class Out, class D>
  static void transpose(D& device, ConstBatch<Out, D> dy, Batch<In, D> dx, std::size_t n) {
    constexpr std::size_t first = In::first_component(I);
    for (std::size_t i = 0; i < In::components; ++i) {
      if (!dx[i]) continue;
      if (i >= first && i < first + Out::components) {
        copy(device, dx[i], dy[i - first], n * In::sizes[i]);
      } else {
        fill(device, dx[i], 0, n * In::sizes[i]);
      }
    }
  }
};

}  // namespace saddle
