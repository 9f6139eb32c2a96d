// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/nn/chain/edge_orders.hpp>
#include <saddle/nn/chain/elementwise.hpp>
#include <saddle/nn/chain/places.hpp>
#include <saddle/nn/chain/plan.hpp>
#include <saddle/nn/chain/python_module.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace saddle {

/// The functions of a network, written over its *name*: `Chain<Digits::Critic>`.
///
/// `Net` has `Input` and `Layers`, a `types<...>` list. A chain is itself a bound layer.
///
/// Conventions along the inner edges: the value of an edge is the output of the activation, which
/// is fused into the stage before; the cotangent of an edge is that of the *pre*-activation, so the
/// stage after multiplies its input gradient by the slope in the same store; tangents are those
/// of the output.
/// Cost: memory for every inner edge in the cache, and once more in each trace that is kept.
template <class Net>
struct Chain {
  using Plan = typename detail::PlanOf<typename Net::Input, typename Net::Layers>::type;
  using Layers = typename Plan::Layers;
  using Places = detail::Places<Net, Layers>;

  using Input = typename Plan::Input;
  using Output = typename Plan::Output;
  using OutputActivation = Identity;
  static constexpr std::string_view name = "Sequence";
  static constexpr std::size_t count = Plan::count;
  static constexpr std::size_t parameter_count = Layers::parameter_count;
  static constexpr std::size_t state_count = Layers::state_count;
  static constexpr std::size_t site_count = Layers::site_count;
  static constexpr std::size_t macs = Layers::macs;
  static constexpr bool curved = Plan::curved;
  static constexpr bool couples_samples = Layers::couples_samples;
  static constexpr bool has_dual = Layers::has_dual;
  static constexpr bool scales_input_gradient = false;
  static constexpr bool holds_layers = true;

  template <std::size_t I>
  using Layer = typename Layers::template At<I>;
  template <std::size_t I>
  using Act = typename Layer<I>::OutputActivation;

  static constexpr std::size_t cache_size(std::size_t n) {
    return edges_size(n) + Layers::sum(Layers::caches(n));
  }
  static constexpr std::size_t trace_size(std::size_t n) {
    return edges_size(n) + output_slot(n) + Layers::sum(Layers::traces(n));
  }
  template <class D>
  static constexpr std::size_t scratch_size(std::size_t n) {
    return 2 * std::max(widest_edge(n), output_slot(n)) + output_slot(n) +
           Layers::largest(Layers::template scratches<D>(n));
  }

  /// Value of the inner edge after stage `I`, in the cache of a forward over `n` samples.
  template <std::size_t I, class R>
  static auto edge(R cache, std::size_t n) {
    return batch_at<typename Layer<I>::Output>(cache + edge_offset<I>(n), n);
  }

  static constexpr void orders(FeatureOrders in, FeatureOrders out) {
    detail::EdgeOrders<Layers>::fill(in, out);
  }

  /// Calls visit<Layer>(path, orders of its input, orders of its output) for each layer in the
  /// order of the flat buffers; a layer that holds others is not called for, but they are.
  template <class Visitor>
  static constexpr void each_layer(Visitor& visit, ParameterPath path, FeatureOrders in,
                                   FeatureOrders out) {
    const auto stage = [&]<std::size_t I>(FeatureOrders x, FeatureOrders y) {
      if constexpr (Layer<I>::holds_layers) Layer<I>::each_layer(visit, path_of<I>(path), x, y);
      else visit.template operator()<Layer<I>>(path_of<I>(path), x, y);
    };
    detail::EdgeOrders<Layers>::for_each_layer(stage, in, out);
  }

  /// A module for each entry of the user's list.
  static std::vector<std::string> pytorch_modules(FeatureOrders in, FeatureOrders out) {
    std::vector<std::string> modules;
    const auto add = [&]<std::size_t I>(FeatureOrders x, FeatureOrders y) {
      modules.push_back(detail::python_module<Layer<I>>(x, y));
      const std::size_t next = I + 1 < count ? Plan::positions[(I + 1) % count] : Net::Layers::size;
      if (next - Plan::positions[I] == 2) modules.push_back(Act<I>::pytorch());
    };
    detail::EdgeOrders<Layers>::for_each_layer(add, in, out);
    return modules;
  }
  static std::string pytorch(FeatureOrders in, FeatureOrders out)
    requires(Layers::have_pytorch)
  {
    if constexpr (requires { Net::transparent; }) return pytorch_modules(in, out).front();
    else return python_modules("nn.Sequential", pytorch_modules(in, out));
  }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<Input, D> x, Batch<Output, D> y) {
    forward_all(pass, x, y, std::make_index_sequence<count>{});
  }

  template <class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<Input, D> x, ConstBatch<Output, D> y,
                       ConstBatch<Output, D> dy, Batch<Input, D> dx, Write<D> gradient,
                       Write<D> cotangents) {
    if (!flows_before<count>(dx, gradient, cotangents)) return;
    ScratchFrame<D> scratch(*pass.device);
    const std::size_t n = pass.n;
    std::array<Write<D>, 2> spare{};
    if (!cotangents) {
      for (auto& buffer : spare) buffer = scratch.take(widest_edge(n));
    }
    ConstBatch<Output, D> dz = dy;
    if constexpr (!Act<count - 1>::is_identity) {
      const Write<D> slot = cotangents ? cotangents + edges_size(n) : scratch.take(output_slot(n));
      map(*pass.device, TimesSlope<Act<count - 1>>{}, n * Output::size, slot, dy.ref(), y.ref());
      dz = Batch<Output, D>(slot);
    }
    pullback_all(pass, Pulled<D>{x, y, dz, dx, gradient, cotangents, spare},
                 std::make_index_sequence<count>{});
  }

  template <class P, class D = typename P::Device>
  static void pushforward(P pass, ConstBatch<Input, D> x, ConstBatch<Output, D> y,
                          ConstBatch<Input, D> t, Batch<Output, D> u, Write<D> tangents) {
    pushforward_all(pass, x, y, t, u, tangents, std::make_index_sequence<count>{});
  }

  template <bool has_a, class P, class D = typename P::Device>
  static void dual(P pass, SecondOrder<Input, Output, D> s) {
    ScratchFrame<D> scratch(*pass.device);
    const std::size_t size = std::max(widest_edge(pass.n), output_slot(pass.n));
    std::array<Write<D>, 2> spare{scratch.take(size), scratch.take(size)};
    dual_all<has_a>(pass, s, spare, std::make_index_sequence<count>{});
  }

 private:
  template <std::size_t I>
  static constexpr ParameterPath path_of(ParameterPath path) {
    if constexpr (requires { Net::transparent; }) return path;
    else return path / Plan::positions[I];
  }

  template <std::size_t I>
  static constexpr std::size_t edge_offset(std::size_t n) {
    return Layers::sum(Layers::outputs(n), I);
  }
  static constexpr std::size_t edges_size(std::size_t n) { return edge_offset<count - 1>(n); }
  static constexpr std::size_t widest_edge(std::size_t n) {
    return Layers::largest(Layers::outputs(n), count - 1);
  }
  /// Room for the cotangent before a final activation, such as a generator's tanh.
  static constexpr std::size_t output_slot(std::size_t n) {
    return Act<count - 1>::is_identity ? 0 : storage_size<Output>(n);
  }

  template <std::size_t I, class P>
  static P inner(P pass) {
    return Places::template part<I>(pass,
                                    edges_size(pass.n) + Layers::sum(Layers::caches(pass.n), I));
  }
  template <std::size_t I, class R>
  static R trace(R traces, std::size_t n) {
    return traces + (edges_size(n) + output_slot(n) + Layers::sum(Layers::traces(n), I));
  }

  /// What flows into stage `I` and out of it: an inner edge in `region`, or the chain's own end.
  template <std::size_t I, class B, class R>
  static auto before(B input, R region, std::size_t n) {
    if constexpr (I == 0) return input;
    else return Places::like(input, edge<I - 1>(region, n));
  }
  template <std::size_t I, class B, class R>
  static auto after(B output, R region, std::size_t n) {
    if constexpr (I + 1 == count) return output;
    else return edge<I>(region, n);
  }
  /// Inner cotangents are kept in their edges, or alternate between two buffers.
  template <std::size_t I, class D>
  static auto cotangent(Write<D> kept, const std::array<Write<D>, 2>& spare, std::size_t n) {
    if (kept) return edge<I>(kept, n);
    return batch_at<typename Layer<I>::Output>(spare[I % 2], n);
  }

  template <class P, class D = typename P::Device, std::size_t... I>
  static void forward_all(P pass, ConstBatch<Input, D> x, Batch<Output, D> y,
                          std::index_sequence<I...>) {
    (Layer<I>::forward(inner<I>(pass), before<I>(x, Read<D>(pass.cache), pass.n),
                       after<I>(y, pass.cache, pass.n)),
     ...);
  }

  /// Whether the stages before `I` have any use for a cotangent.
  template <std::size_t I, class B, class W>
  static bool flows_before(const B& dx, W gradient, W kept) {
    return kept || dx || (gradient && Layers::template parameters_before<I> > 0);
  }

  /// What the stages pull back; `spare` takes the cotangents of edges in turns where none are kept.
  template <class D>
  struct Pulled {
    ConstBatch<Input, D> x;
    ConstBatch<Output, D> y, dz;
    Batch<Input, D> dx;
    Write<D> gradient, kept;
    std::array<Write<D>, 2> spare;
  };

  template <class P, std::size_t... I>
  static void pullback_all(P pass, const Pulled<typename P::Device>& all,
                           std::index_sequence<I...>) {
    (pullback_stage<count - 1 - I>(pass, all), ...);
  }

  template <std::size_t I, class P, class D = typename P::Device>
  static void pullback_stage(P pass, const Pulled<D>& all) {
    using L = Layer<I>;
    if (!flows_before<I + 1>(all.dx, all.gradient, all.kept)) return;
    const ConstBatch<typename L::Input, D> in = before<I>(all.x, Read<D>(pass.cache), pass.n);
    const ConstBatch<typename L::Output, D> out = after<I>(all.y, Read<D>(pass.cache), pass.n);
    ConstBatch<typename L::Output, D> dz;
    if constexpr (I + 1 == count) dz = all.dz;
    else dz = Places::like(all.dz, cotangent<I, D>(all.kept, all.spare, pass.n));
    Batch<typename L::Input, D> dx;
    if constexpr (I == 0) dx = all.dx;
    else if (flows_before<I>(all.dx, all.gradient, all.kept)) {
      dx = Places::like(all.dz, cotangent<I - 1, D>(all.kept, all.spare, pass.n));
    }
    const Write<D> own_gradient = all.gradient + Places::template parameter<I>;
    const Write<D> own_trace = trace<I>(all.kept, pass.n);
    if constexpr (L::scales_input_gradient) {
      L::template pullback<PreviousAct<I>>(inner<I>(pass), in, out, dz, dx, own_gradient,
                                           own_trace);
    } else {
      L::pullback(inner<I>(pass), in, out, dz, dx, own_gradient, own_trace);
      if constexpr (!PreviousAct<I>::is_identity) {
        if (!dx) return;
        map(*pass.device, TimesSlope<PreviousAct<I>>{}, pass.n * L::Input::size, dx.ref(),
            Read<D>(dx.ref()), in.ref());
      }
    }
  }

  template <class P, class D = typename P::Device, std::size_t... I>
  static void pushforward_all(P pass, ConstBatch<Input, D> x, ConstBatch<Output, D> y,
                              ConstBatch<Input, D> t, Batch<Output, D> u, Write<D> tangents,
                              std::index_sequence<I...>) {
    const Read<D> cache = pass.cache;
    (Layer<I>::pushforward(inner<I>(pass), before<I>(x, cache, pass.n), after<I>(y, cache, pass.n),
                           before<I>(t, Read<D>(tangents), pass.n), after<I>(u, tangents, pass.n),
                           trace<I>(tangents, pass.n)),
     ...);
  }

  /// Whether the adjoint of stage `I`'s output (after the activation) can differ from zero.
  template <bool has_a, std::size_t I>
  static constexpr bool adjoint_after = [] {
    bool present = has_a;
    for (std::size_t later = I + 1; later < count; ++later) present |= Plan::curved_stage[later];
    return present;
  }();

  template <bool has_a, class P, class D = typename P::Device, std::size_t... I>
  static void dual_all(P pass, SecondOrder<Input, Output, D> s, std::array<Write<D>, 2>& spare,
                       std::index_sequence<I...>) {
    (dual_stage<has_a, count - 1 - I>(pass, s, spare), ...);
  }

  /// `spare[0]` holds the adjoint of the edge after the stage on entry, of the one before on exit.
  template <bool has_a, std::size_t I, class P, class D = typename P::Device>
  static void dual_stage(P pass, const SecondOrder<Input, Output, D>& s,
                         std::array<Write<D>, 2>& spare) {
    using L = Layer<I>;
    using A = Act<I>;
    constexpr bool adjoint = adjoint_after<has_a, I>;
    constexpr bool pre_adjoint = adjoint || !A::piecewise_linear;
    constexpr bool passes_on = pre_adjoint || L::curved;
    if (Layers::template parameters_before<I + 1> == 0 && !s.xa) return;
    const std::size_t n = pass.n;
    const Read<D> cache = pass.cache;

    SecondOrder<typename L::Input, typename L::Output, D> own;
    own.x = before<I>(s.x, cache, n);
    own.y = after<I>(s.y, cache, n);
    own.t = before<I>(s.t, s.tangents, n);
    own.u = after<I>(s.u, s.tangents, n);
    if constexpr (I + 1 < count) {
      own.b = edge<I>(s.cotangents, n);
    } else if constexpr (A::is_identity) {
      own.b = s.b;
    } else {
      own.b = ConstBatch<typename L::Output, D>(s.cotangents + edges_size(n));
    }
    if constexpr (adjoint) {
      if constexpr (I + 1 == count) own.a = s.a;
      else own.a = batch_at<typename L::Output>(Read<D>(spare[0]), n);
    }
    if constexpr (pre_adjoint && !A::is_identity) {
      const std::size_t size = n * L::Output::size;
      const Batch<typename L::Output, D> az(spare[1]);
      if constexpr (!adjoint) {
        map(*pass.device, CurvatureTerm<A>{}, size, az.ref(), own.y.ref(), own.u.ref(),
            own.b.ref());
      } else if constexpr (A::piecewise_linear) {
        map(*pass.device, TimesSlope<A>{}, size, az.ref(), own.a.ref(), own.y.ref());
      } else {
        map(*pass.device, CurvedAdjoint<A>{}, size, az.ref(), own.a.ref(), own.y.ref(), own.u.ref(),
            own.b.ref());
      }
      own.a = az;
      std::swap(spare[0], spare[1]);
    }
    if constexpr (passes_on) {
      if constexpr (I == 0) own.xa = s.xa;
      else if (Layers::template parameters_before<I> > 0 || s.xa)
        own.xa = batch_at<typename L::Input>(spare[1], n);
    }
    own.gradient = s.gradient + Places::template parameter<I>;
    own.cotangents = trace<I>(s.cotangents, n);
    own.tangents = trace<I>(s.tangents, n);
    L::template dual<pre_adjoint>(inner<I>(pass), own);
    std::swap(spare[0], spare[1]);
  }

  template <std::size_t I>
  using PreviousAct = decltype(Places::template activation_before<I>());
};

}  // namespace saddle
