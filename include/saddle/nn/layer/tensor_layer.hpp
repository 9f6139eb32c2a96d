// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/core/text/type_name.hpp>
#include <saddle/nn/chain/layer.hpp>
#include <saddle/nn/chain/python_text.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace saddle {

/// A layer without parameters whose author writes tensor expressions: `Self` has
///
///     template <class X>                 static auto value(const X& x);          // y
///     template <class X, class Y>        static auto slope(const X& x, const Y& y);      // dy/dx
///     template <class X, class Y>        static auto curvature(const X& x, const Y& y);
///
/// each an elementwise xtensor expression of the views it gets. Shapes: (n, extents...).
/// `curvature` is d2y/dx2; a layer that has none, because it is piecewise linear, states
/// `static constexpr bool piecewise_linear = true`. One that says neither trains, but a penalty on
/// a critic's slope refuses it.
/// With `static std::string pytorch()`, a Python expression, it may stand in a model.py.
/// Cost: expressions run on the host, one core; hot layers are written over the primitives.
template <class In, class Self>
struct TensorLayerOn : LayerDefaults<In, In> {
  static constexpr std::string_view name = full_type_name<Self>();

  template <class X>
  static constexpr bool has_curvature = requires(const X& x) { Self::curvature(x, x); };
  static constexpr bool curved = has_curvature<Tensor<double, In::rank + 1>>;
  static constexpr bool piecewise_linear = requires { requires Self::piecewise_linear; };
  static_assert(!(curved && piecewise_linear), "a piecewise linear TensorLayer has no curvature");
  static constexpr bool has_dual = curved || piecewise_linear;

  static std::string pytorch()
    requires HasPyTorch<Self>
  {
    return Self::pytorch();
  }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<In, D> y) {
    auto in = view_of(pass, x);
    auto out = view_of(pass, y);
    xt::noalias(out) = Self::value(in);
  }
  template <class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D> x, ConstBatch<In, D> y, ConstBatch<In, D> dy,
                       Batch<In, D> dx, Write<D>, Write<D>) {
    if (!dx) return;
    auto in = view_of(pass, x), out = view_of(pass, y), from = view_of(pass, dy);
    auto to = view_of(pass, dx);
    xt::noalias(to) = from * Self::slope(in, out);
  }
  template <class P, class D = typename P::Device>
  static void pushforward(P pass, ConstBatch<In, D> x, ConstBatch<In, D> y, ConstBatch<In, D> t,
                          Batch<In, D> u, Write<D>) {
    auto in = view_of(pass, x), out = view_of(pass, y), from = view_of(pass, t);
    auto to = view_of(pass, u);
    xt::noalias(to) = from * Self::slope(in, out);
  }
  template <bool has_a, class P, class D = typename P::Device>
  static void dual(P pass, SecondOrder<In, In, D> s) {
    if (!s.xa) return;
    auto in = view_of(pass, s.x), out = view_of(pass, s.y), t = view_of(pass, s.t),
         b = view_of(pass, s.b);
    auto xa = view_of(pass, s.xa);
    if constexpr (has_a) {
      auto a = view_of(pass, s.a);
      if constexpr (curved) {
        xt::noalias(xa) = a * Self::slope(in, out) + Self::curvature(in, out) * t * b;
      } else {
        xt::noalias(xa) = a * Self::slope(in, out);
      }
    } else if constexpr (curved) {
      xt::noalias(xa) = Self::curvature(in, out) * t * b;
    }
  }

 private:
  template <class P, class B>
  static auto view_of(P pass, B batch) {
    return host_view<In::rank + 1>(*pass.device, batch.ref(), In::batch_shape(pass.n));
  }
};

/// Base of a user's own layer; see `TensorLayerOn`.
///
///     struct Swish : TensorLayer<Swish> {
///       static auto value(const auto& x) { return x / (1 + xt::exp(-x)); }
///       static auto slope(const auto& x, const auto& y) { return y + (1 - y) / (1 + xt::exp(-x)); }
///       static auto curvature(const auto& x, const auto& y) { ... }
///     };
template <class Self>
struct TensorLayer {
  static constexpr Role role = Role::layer;
  template <class In>
  static constexpr bool accepts = SingleValue<In>;
  template <class In>
  using On = TensorLayerOn<In, Self>;
};

}  // namespace saddle
