// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/chain/feature_order.hpp>
#include <saddle/nn/chain/pack.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <utility>

namespace saddle::detail {

/// The orders of the features on the edges of a chain of layers, a `Pack`: what the order on one
/// edge says of the others, through the layers between them.
template <class Layers>
struct EdgeOrders {
  static constexpr std::size_t count = Layers::count;

  /// Fills in what the two ends of the chain say of each other.
  static constexpr void fill(FeatureOrders in, FeatureOrders out) {
    if (all_known(in) && all_known(out)) return;
    if constexpr (count == 1) Layer<0>::orders(in, out);
    else known_between(in, out);
  }

  /// Calls f<I>(orders of its input, orders of its output) for each layer, all orders known.
  template <class F>
  static constexpr void for_each_layer(F& f, FeatureOrders in, FeatureOrders out) {
    for_each_layer(f, in, out, std::make_index_sequence<count>{});
  }

 private:
  template <std::size_t I>
  using Layer = typename Layers::template At<I>;

  /// Components of the values on the inner edges before edge `I`.
  template <std::size_t I>
  static constexpr std::size_t components_before = Layers::sum(Layers::components, I);
  using Inner = std::array<FeatureOrder, components_before<count - 1>>;

  template <std::size_t I>
  static constexpr FeatureOrders after(FeatureOrders out, Inner& inner) {
    if constexpr (I + 1 == count) return out;
    else return FeatureOrders(inner).subspan(components_before<I>, Layer<I>::Output::components);
  }
  template <std::size_t I>
  static constexpr FeatureOrders before(FeatureOrders in, Inner& inner) {
    if constexpr (I == 0) return in;
    else return after<I - 1>(FeatureOrders{}, inner);
  }

  template <std::size_t... I>
  static constexpr void exchange(FeatureOrders in, FeatureOrders out, Inner& inner,
                                 std::index_sequence<I...>) {
    (Layer<I>::orders(before<I>(in, inner), after<I>(out, inner)), ...);
    (Layer<count - 1 - I>::orders(before<count - 1 - I>(in, inner),
                                  after<count - 1 - I>(out, inner)),
     ...);
  }
  template <std::size_t... I>
  static constexpr Inner of_images(std::index_sequence<I...>) {
    Inner inner{};
    [[maybe_unused]] FeatureOrder* next = inner.data();
    (ImageOrders<typename Layer<I>::Output>::fill(next), ...);
    return inner;
  }

  /// What is known of the orders on the inner edges, and of those at the ends, once every layer has
  /// said what it can.
  static constexpr Inner known_between(FeatureOrders in, FeatureOrders out) {
    Inner inner = of_images(std::make_index_sequence<count - 1>{});
    if (all_known(in) && all_known(inner) && all_known(out)) return inner;
    constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
    for (std::size_t known = 0, last = none; known != last;) {
      exchange(in, out, inner, std::make_index_sequence<count>{});
      last = std::exchange(known, 0);
      for (const FeatureOrders edge : {in, FeatureOrders(inner), out}) {
        known += static_cast<std::size_t>(std::ranges::count_if(edge, &FeatureOrder::known));
      }
    }
    return inner;
  }

  template <std::size_t I>
  static constexpr void settle_after(FeatureOrders in, FeatureOrders out) {
    if (all_known(out)) return;
    Layer<I>::orders(in, out);
    settle<typename Layer<I>::Output>(out);
  }
  template <class F, std::size_t... I>
  static constexpr void for_each_layer(F& f, FeatureOrders in, FeatureOrders out,
                                       std::index_sequence<I...>) {
    Inner inner = known_between(in, out);
    (settle_after<I>(before<I>(in, inner), after<I>(out, inner)), ...);
    (f.template operator()<I>(before<I>(in, inner), after<I>(out, inner)), ...);
  }
};

}  // namespace saddle::detail
