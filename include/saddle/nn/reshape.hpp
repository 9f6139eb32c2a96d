// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/nn/layer.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

/// The same numbers under another shape: every function is a copy.
template <class In, class Out>
struct ReshapeOn : LayerDefaults<In, Out> {
  static constexpr std::string_view name = "Reshape";

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
