// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/chain/python_text.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace saddle {

template <class In, std::size_t N, class... Specs>
struct RepeatOn : LayerDefaults<In, In> {
  using Body = Chain<SequenceOn<In, Specs...>>;
  static constexpr std::string_view name = "Repeat";
  static constexpr std::size_t parameter_count = N * Body::parameter_count;
  static constexpr std::size_t state_count = N * Body::state_count;
  static constexpr std::size_t site_count = N * Body::site_count;
  static constexpr std::size_t macs = N * Body::macs;
  static constexpr bool curved = Body::curved;
  static constexpr bool couples_samples = Body::couples_samples;
  static constexpr bool has_dual = Body::has_dual;

  // The N - 1 inner edges first, then the bodies' own parts.
  static constexpr std::size_t edges_size(std::size_t n) { return (N - 1) * storage_size<In>(n); }
  static constexpr std::size_t cache_size(std::size_t n) {
    return edges_size(n) + N * Body::cache_size(n);
  }
  static constexpr std::size_t trace_size(std::size_t n) {
    return edges_size(n) + N * Body::trace_size(n);
  }
  template <class D>
  static constexpr std::size_t scratch_size(std::size_t n) {
    return 2 * storage_size<In>(n) + Body::template scratch_size<D>(n);
  }

  static constexpr bool holds_layers = true;
  static constexpr void orders(FeatureOrders in, FeatureOrders out) {
    agree(in, out);
    Body::orders(in, out);
  }
  template <class Visitor>
  static constexpr void each_layer(Visitor& visit, ParameterPath path, FeatureOrders in,
                                   FeatureOrders out) {
    for (std::size_t i = 0; i < N; ++i) {
      Body::each_layer(visit, path / i, i == 0 ? in : out, out);
    }
  }

  static std::string pytorch(FeatureOrders in, FeatureOrders out)
    requires HasPyTorch<Body>
  {
    return std::string("nn.Sequential(*(\n    ") + indented(Body::pytorch(in, out)) +
           "\n    for _ in range(" + std::to_string(N) + ")))";
  }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<In, D> y) {
    for (std::size_t i = 0; i < N; ++i) {
      Body::forward(inner(pass, i), before(x, Read<D>(pass.cache), pass.n, i),
                    after(y, pass.cache, pass.n, i));
    }
  }

  template <class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D> x, ConstBatch<In, D> y, ConstBatch<In, D> dy,
                       Batch<In, D> dx, Write<D> gradient, Write<D> cotangents) {
    ScratchFrame<D> scratch(*pass.device);
    const std::size_t n = pass.n;
    std::array<Write<D>, 2> spare{};
    if (!cotangents) spare = {scratch.take(storage_size<In>(n)), scratch.take(storage_size<In>(n))};
    const Read<D> cache = pass.cache;
    ConstBatch<In, D> out = dy;
    for (std::size_t i = N; i-- > 0;) {
      Batch<In, D> in = dx;
      if (i > 0) in = cotangents ? edge(cotangents, n, i - 1) : batch_at<In>(spare[i % 2], n);
      Body::pullback(inner(pass, i), before(x, cache, n, i), after(y, cache, n, i), out, in,
                     gradient + i * Body::parameter_count, trace(cotangents, n, i));
      out = in;
    }
  }

  template <class P, class D = typename P::Device>
  static void pushforward(P pass, ConstBatch<In, D> x, ConstBatch<In, D> y, ConstBatch<In, D> t,
                          Batch<In, D> u, Write<D> tangents) {
    const Read<D> cache = pass.cache;
    for (std::size_t i = 0; i < N; ++i) {
      Body::pushforward(inner(pass, i), before(x, cache, pass.n, i), after(y, cache, pass.n, i),
                        before(t, Read<D>(tangents), pass.n, i), after(u, tangents, pass.n, i),
                        trace(tangents, pass.n, i));
    }
  }

  template <bool has_a, class P, class D = typename P::Device>
  static void dual(P pass, SecondOrder<In, In, D> s) {
    ScratchFrame<D> scratch(*pass.device);
    const std::array<Write<D>, 2> spare{scratch.take(storage_size<In>(pass.n)),
                                        scratch.take(storage_size<In>(pass.n))};
    dual_body<has_a>(pass, s, spare, N - 1);
    // Before the last body the adjoint is there as soon as one body has been curved.
    for (std::size_t i = N - 1; i-- > 0;) dual_body<has_a || curved>(pass, s, spare, i);
  }

 private:
  template <bool has_a, class P, class D = typename P::Device>
  static void dual_body(P pass, const SecondOrder<In, In, D>& s,
                        const std::array<Write<D>, 2>& spare, std::size_t i) {
    const std::size_t n = pass.n;
    const Read<D> cache = pass.cache;
    SecondOrder<In, In, D> own;
    own.x = before(s.x, cache, n, i);
    own.y = after(s.y, cache, n, i);
    own.t = before(s.t, s.tangents, n, i);
    own.u = after(s.u, s.tangents, n, i);
    own.b = after(s.b, s.cotangents, n, i);
    if constexpr (has_a) own.a = i + 1 == N ? s.a : ConstBatch<In, D>(Read<D>(spare[(i + 1) % 2]));
    if constexpr (has_a || curved) own.xa = i == 0 ? s.xa : Batch<In, D>(spare[i % 2]);
    own.gradient = s.gradient + i * Body::parameter_count;
    own.cotangents = trace(s.cotangents, n, i);
    own.tangents = trace(s.tangents, n, i);
    Body::template dual<has_a>(inner(pass, i), own);
  }

  template <class P>
  static P inner(P pass, std::size_t i) {
    return pass.inner(i * Body::parameter_count, i * Body::state_count,
                      edges_size(pass.n) + i * Body::cache_size(pass.n), i * Body::site_count);
  }
  template <class R>
  static auto edge(R region, std::size_t n, std::size_t i) {
    return batch_at<In>(region + i * storage_size<In>(n), n);
  }
  template <class B, class R>
  static B before(B input, R region, std::size_t n, std::size_t i) {
    return i == 0 ? input : B(edge(region, n, i - 1));
  }
  template <class B, class R>
  static B after(B output, R region, std::size_t n, std::size_t i) {
    return i + 1 == N ? output : B(edge(region, n, i));
  }
  template <class R>
  static R trace(R traces, std::size_t n, std::size_t i) {
    return traces + (edges_size(n) + i * Body::trace_size(n));
  }
};

/// The sequence of `Specs` N times with parameters of its own each time: one instantiation, a loop
/// with constant strides. The body must keep the shape.
template <std::size_t N, class... Specs>
struct Repeat {
  static_assert(N > 0, "Repeat<N, ...> needs N of at least 1");
  static constexpr Role role = Role::layer;
  template <class In>
  static constexpr bool accepts =
      SingleValue<In> && std::is_same_v<typename detail::Plan<In, Specs...>::Output, In>;
  template <class In>
  using On = RepeatOn<In, N, Specs...>;
};

}  // namespace saddle
