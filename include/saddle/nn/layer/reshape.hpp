// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/nn/chain/layer.hpp>
#include <saddle/nn/chain/python_text.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace saddle {

/// The same numbers under another shape: every function is a copy.
template <class In, class Out>
struct ReshapeOn : LayerDefaults<In, Out> {
  static constexpr std::string_view name = "Reshape";

  static constexpr void orders(FeatureOrders in, FeatureOrders out) { agree(in, out); }

  static std::string pytorch(FeatureOrders in, FeatureOrders out) {
    std::vector shape{Out::last};
    shape.insert(shape.end(), Out::extents.begin(), Out::extents.end() - 1);
    if (in[0] != out[0]) return python_reorder(in[0], out[0], shape);
    if constexpr (std::is_same_v<In, Out>) return "nn.Identity()";
    else if constexpr (Out::rank == 1) return "nn.Flatten()";
    const std::string unflattened = std::string("nn.Unflatten(1, ") + python_tuple(shape) + ')';
    return In::rank == 1 ? unflattened : "nn.Sequential(nn.Flatten(), " + unflattened + ')';
  }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<Out, D> y) {
    copy(*pass.device, y.ref(), x.ref(), pass.n * In::size);
  }
  template <class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D>, ConstBatch<Out, D>, ConstBatch<Out, D> dy,
                       Batch<In, D> dx, Write<D>, Write<D>) {
    if (dx) copy(*pass.device, dx.ref(), dy.ref(), pass.n * In::size);
  }
  template <class P, class D = typename P::Device>
  static void pushforward(P pass, ConstBatch<In, D>, ConstBatch<Out, D>, ConstBatch<In, D> t,
                          Batch<Out, D> u, Write<D>) {
    copy(*pass.device, u.ref(), t.ref(), pass.n * In::size);
  }
  template <bool has_a, class P, class D = typename P::Device>
  static void dual(P pass, SecondOrder<In, Out, D> s) {
    if constexpr (has_a) {
      if (s.xa) copy(*pass.device, s.xa.ref(), s.a.ref(), pass.n * In::size);
    }
  }
};

/// (n, extents...) -> (n, product of the extents).
struct Flatten {
  static constexpr Role role = Role::layer;
  template <class In>
  static constexpr bool accepts = SingleValue<In>;
  template <class In>
  using On = ReshapeOn<In, Shape<In::size>>;
};

/// (n, ...) -> (n, Extents...) with the same number of numbers per sample.
template <std::size_t... Extents>
struct Reshape {
  static constexpr Role role = Role::layer;
  template <class In>
  static constexpr bool accepts = SingleValue<In> && In::size == (Extents * ...);
  template <class In>
  using On = ReshapeOn<In, Shape<Extents...>>;
};

}  // namespace saddle
