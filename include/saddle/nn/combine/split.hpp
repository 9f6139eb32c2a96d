// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/nn/chain/linear_map.hpp>
#include <saddle/nn/chain/python_text.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace saddle {

namespace detail {

/// `V` with another number of features or channels.
template <class V, std::size_t last>
struct WithLast;
template <std::size_t Features, std::size_t last>
struct WithLast<Shape<Features>, last> {
  using type = Shape<last>;
};
template <std::size_t H, std::size_t W, std::size_t C, std::size_t last>
struct WithLast<Shape<H, W, C>, last> {
  using type = Shape<H, W, last>;
};

}  // namespace detail

/// The first features or channels and the others, as a joint value: the inverse of `Concat`.
/// Shapes: (n, ..., c) -> (n, ..., first), (n, ..., c - first).
template <std::size_t first>
struct Split {
  static constexpr Role role = Role::layer;
  static constexpr std::string_view name = "Split";
  template <class In>
  static constexpr bool accepts = [] {
    if constexpr (SingleValue<In>) return (In::rank == 1 || In::rank == 3) && first < In::last;
    return false;
  }();
  template <class In>
  using On = LinearMapOn<In,
                         Joint<typename detail::WithLast<In, first>::type,
                               typename detail::WithLast<In, In::last - first>::type>,
                         Split>;

  template <class>
  static std::string pytorch() {
    return PythonCall("Split")(first).text();
  }

  template <class In, class Out>
  static constexpr void orders(FeatureOrders in, FeatureOrders out) {
    if constexpr (In::rank == 1) join_orders<Out>(out, in[0]);
  }

  template <class In, class Out, class D>
  static void apply(D& device, ConstBatch<In, D> x, Batch<Out, D> y, std::size_t n) {
    constexpr std::size_t rows = In::size / In::last;
    if (y[0]) gather_columns(device, y[0], x.ref(), n * rows, first, In::last, 0);
    if (y[1]) gather_columns(device, y[1], x.ref(), n * rows, In::last - first, In::last, first);
  }
  template <class In, class Out, class D>
  static void transpose(D& device, ConstBatch<Out, D> dy, Batch<In, D> dx, std::size_t n) {
    constexpr std::size_t rows = In::size / In::last;
    if (!dy[0] || !dy[1]) fill(device, dx.ref(), 0, n * In::size);
    if (dy[0]) scatter_columns(device, dx.ref(), dy[0], n * rows, first, In::last, 0);
    if (dy[1]) {
      scatter_columns(device, dx.ref(), dy[1], n * rows, In::last - first, In::last, first);
    }
  }
};

}  // namespace saddle
