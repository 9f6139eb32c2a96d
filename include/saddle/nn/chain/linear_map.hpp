// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/nn/chain/layer.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace saddle {

/// A linear map without parameters: the tangent is mapped like the value, the adjoint like the
/// cotangent. `Map` gives the two directions as `apply<In, Out>` and `transpose<In, Out>`; a
/// component of the latter's result that is absent is not wanted. A map that moves features to
/// other places says so in `orders<In, Out>`.
template <class In, class Out, class Map>
struct LinearMapOn : LayerDefaults<In, Out> {
  static constexpr std::string_view name = Map::name;

  static constexpr void orders(FeatureOrders in, FeatureOrders out) {
    if constexpr (requires { Map::template orders<In, Out>(in, out); }) {
      Map::template orders<In, Out>(in, out);
    } else {
      LayerDefaults<In, Out>::orders(in, out);
    }
  }

  static std::string pytorch()
    requires requires { Map::template pytorch<In>(); }
  {
    return Map::template pytorch<In>();
  }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<Out, D> y) {
    Map::template apply<In, Out>(*pass.device, x, y, pass.n);
  }
  template <class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D>, ConstBatch<Out, D>, ConstBatch<Out, D> dy,
                       Batch<In, D> dx, Write<D>, Write<D>) {
    if (dx) Map::template transpose<In, Out>(*pass.device, dy, dx, pass.n);
  }
  template <class P, class D = typename P::Device>
  static void pushforward(P pass, ConstBatch<In, D>, ConstBatch<Out, D>, ConstBatch<In, D> t,
                          Batch<Out, D> u, Write<D>) {
    Map::template apply<In, Out>(*pass.device, t, u, pass.n);
  }
  template <bool has_a, class P, class D = typename P::Device>
  static void dual(P pass, SecondOrder<In, Out, D> s) {
    if constexpr (has_a) {
      if (s.xa) Map::template transpose<In, Out>(*pass.device, s.a, s.xa, pass.n);
    }
  }
};

}  // namespace saddle
