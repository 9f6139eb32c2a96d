// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/arithmetic.hpp>
#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/chain/python_text.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace saddle {

template <class In, class... Specs>
struct ResidualOn : LayerDefaults<In, In> {
  using F = Chain<SequenceOn<In, Specs...>>;
  static constexpr std::string_view name = "Residual";
  static constexpr std::size_t parameter_count = F::parameter_count;
  static constexpr std::size_t state_count = F::state_count;
  static constexpr std::size_t site_count = F::site_count;
  static constexpr std::size_t macs = F::macs;
  static constexpr bool curved = F::curved;
  static constexpr bool couples_samples = F::couples_samples;
  static constexpr bool has_dual = F::has_dual;

  // f(x) precedes the inner chain's own part, in the cache as in a trace.
  static constexpr std::size_t cache_size(std::size_t n) {
    return storage_size<In>(n) + F::cache_size(n);
  }
  static constexpr std::size_t trace_size(std::size_t n) {
    return storage_size<In>(n) + F::trace_size(n);
  }
  template <class D>
  static constexpr std::size_t scratch_size(std::size_t n) {
    return F::template scratch_size<D>(n);
  }

  static constexpr bool holds_layers = true;
  static constexpr void orders(FeatureOrders in, FeatureOrders out) {
    agree(in, out);
    F::orders(in, out);
  }
  template <class Visitor>
  static constexpr void each_layer(Visitor& visit, ParameterPath path, FeatureOrders in,
                                   FeatureOrders out) {
    F::each_layer(visit, path, in, out);
  }

  static std::string pytorch(FeatureOrders in, FeatureOrders out)
    requires HasPyTorch<F>
  {
    return python_modules("Residual", F::pytorch_modules(in, out));
  }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<In, D> y) {
    const Batch<In, D> f(pass.cache);
    F::forward(inner(pass), x, f);
    map(*pass.device, math::Sum{}, pass.n * In::size, y.ref(), x.ref(), Read<D>(f.ref()));
  }

  template <class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D> x, ConstBatch<In, D>, ConstBatch<In, D> dy,
                       Batch<In, D> dx, Write<D> gradient, Write<D> cotangents) {
    F::pullback(inner(pass), x, ConstBatch<In, D>(Read<D>(pass.cache)), dy, dx, gradient,
                rest(cotangents, pass.n));
    if (dx) add_to(*pass.device, dx.ref(), dy.ref(), pass.n * In::size);
  }

  template <class P, class D = typename P::Device>
  static void pushforward(P pass, ConstBatch<In, D> x, ConstBatch<In, D>, ConstBatch<In, D> t,
                          Batch<In, D> u, Write<D> tangents) {
    const Batch<In, D> f(tangents);
    F::pushforward(inner(pass), x, ConstBatch<In, D>(Read<D>(pass.cache)), t, f,
                   rest(tangents, pass.n));
    map(*pass.device, math::Sum{}, pass.n * In::size, u.ref(), t.ref(), Read<D>(f.ref()));
  }

  template <bool has_a, class P, class D = typename P::Device>
  static void dual(P pass, SecondOrder<In, In, D> s) {
    SecondOrder<In, In, D> inside = s;
    inside.y = ConstBatch<In, D>(Read<D>(pass.cache));
    inside.u = ConstBatch<In, D>(s.tangents);
    inside.cotangents = rest(s.cotangents, pass.n);
    inside.tangents = rest(s.tangents, pass.n);
    F::template dual<has_a>(inner(pass), inside);
    if constexpr (has_a) {
      if (s.xa) add_to(*pass.device, s.xa.ref(), s.a.ref(), pass.n * In::size);
    }
  }

 private:
  template <class P>
  static P inner(P pass) {
    return pass.inner(0, 0, storage_size<In>(pass.n), 0);
  }
  template <class R>
  static R rest(R region, std::size_t n) {
    return region + storage_size<In>(n);
  }
};

/// y = x + f(x), f the sequence of `Specs`, which must keep the shape.
///
/// Source: He et al. 2016, identity shortcut.
template <class... Specs>
struct Residual {
  static constexpr Role role = Role::layer;
  template <class In>
  static constexpr bool accepts =
      SingleValue<In> && std::is_same_v<typename detail::Plan<In, Specs...>::Output, In>;
  template <class In>
  using On = ResidualOn<In, Specs...>;
};

}  // namespace saddle
