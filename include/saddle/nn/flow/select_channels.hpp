// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/nn/chain/linear_map.hpp>
#include <saddle/nn/combine/split.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace saddle {

/// Puts features or channels into another order, leaves some out, or puts zeros between them.
///
/// `Order::places<c>()` are the channels of the input, of which there are c, that become those of
/// the output; `npos` becomes zero. No channel stands there twice.
/// Shapes: (n, ..., c) -> (n, ..., places).
template <class Order>
struct SelectChannels {
  static constexpr Role role = Role::layer;
  static constexpr std::string_view name = Order::name;

  template <class In>
  static constexpr bool accepts = [] {
    if constexpr (SingleValue<In>) {
      if constexpr (requires { Order::template fits<In::last>; }) {
        return (In::rank == 1 || In::rank == 3) && Order::template fits<In::last>;
      }
      return In::rank == 1 || In::rank == 3;
    }
    return false;
  }();
  template <class In>
  using On =
      LinearMapOn<In,
                  typename detail::WithLast<In, Order::template places<In::last>().size()>::type,
                  SelectChannels>;

  template <class In, class Out>
  static constexpr void orders(FeatureOrders, FeatureOrders) {}

  template <class In, class Out, class D>
  static void apply(D& device, ConstBatch<In, D> x, Batch<Out, D> y, std::size_t n) {
    static constexpr auto places = Order::template places<In::last>();
    select_columns(device, y.ref(), x.ref(), n * (In::size / In::last), In::last, places);
  }
  template <class In, class Out, class D>
  static void transpose(D& device, ConstBatch<Out, D> dy, Batch<In, D> dx, std::size_t n) {
    static constexpr auto places = back<In::last>(Order::template places<In::last>());
    select_columns(device, dx.ref(), dy.ref(), n * (In::size / In::last), Out::last, places);
  }

 private:
  /// Where each of the input's channels went.
  template <std::size_t channels, std::size_t count>
  static constexpr std::array<std::size_t, channels> back(
      const std::array<std::size_t, count>& places) {
    std::array<std::size_t, channels> result;
    result.fill(npos);
    for (std::size_t i = 0; i < count; ++i) {
      if (places[i] != npos) result[places[i]] = i;
    }
    return result;
  }
};

}  // namespace saddle
