// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/chain/pack.hpp>
#include <saddle/nn/chain/python_text.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace saddle {

/// Branches side by side: `Fork` gives every branch the same input, `Parallel` one part each.
///
/// A component of a cotangent that is absent makes its branch idle: it is then not run backwards,
/// which is how a penalty differentiates one head of two.
template <class In, bool split, class... Branches>
struct BranchesOn : LayerDefaults<In, Joint<typename Branches::Output...>> {
  using Out = Joint<typename Branches::Output...>;
  static constexpr std::string_view name = split ? "Parallel" : "Fork";
  using Pack = detail::Pack<Branches...>;
  static constexpr std::size_t count = Pack::count;
  template <std::size_t I>
  using Branch = typename Pack::template At<I>;

  static constexpr std::size_t parameter_count = Pack::parameter_count;
  static constexpr std::size_t state_count = Pack::state_count;
  static constexpr std::size_t site_count = Pack::site_count;
  static constexpr std::size_t macs = Pack::macs;
  static constexpr bool curved = (Branches::curved || ...);
  static constexpr bool couples_samples = Pack::couples_samples;
  static constexpr bool has_dual = Pack::has_dual;

  static constexpr std::size_t cache_size(std::size_t n) { return Pack::sum(Pack::caches(n)); }
  static constexpr std::size_t trace_size(std::size_t n) { return Pack::sum(Pack::traces(n)); }
  template <class D>
  static constexpr std::size_t scratch_size(std::size_t n) {
    return storage_size<In>(n) + Pack::largest(Pack::template scratches<D>(n));
  }

  static constexpr bool holds_layers = true;
  static constexpr void orders(FeatureOrders in, FeatureOrders out) {
    each_branch([]<class B>(std::size_t, FeatureOrders x, FeatureOrders y) { B::orders(x, y); }, in,
                out);
  }
  template <class Visitor>
  static constexpr void each_layer(Visitor& visit, ParameterPath path, FeatureOrders in,
                                   FeatureOrders out) {
    each_branch([&]<class B>(std::size_t i, FeatureOrders x,
                             FeatureOrders y) { B::each_layer(visit, path / i, x, y); },
                in, out);
  }

  static std::string pytorch(FeatureOrders in, FeatureOrders out)
    requires(HasPyTorch<Branches> && ...)
  {
    std::vector<std::string> modules;
    each_branch([&]<class B>(std::size_t, FeatureOrders x,
                             FeatureOrders y) { modules.push_back(B::pytorch(x, y)); },
                in, out);
    return python_modules(name, modules);
  }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<Out, D> y) {
    forward_all(pass, x, y, Indices{});
  }
  template <class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D> x, ConstBatch<Out, D> y, ConstBatch<Out, D> dy,
                       Batch<In, D> dx, Write<D> gradient, Write<D> cotangents) {
    pullback_all(pass, x, y, dy, dx, gradient, cotangents, Indices{});
  }
  template <class P, class D = typename P::Device>
  static void pushforward(P pass, ConstBatch<In, D> x, ConstBatch<Out, D> y, ConstBatch<In, D> t,
                          Batch<Out, D> u, Write<D> tangents) {
    pushforward_all(pass, x, y, t, u, tangents, Indices{});
  }
  template <bool has_a, class P, class D = typename P::Device>
  static void dual(P pass, SecondOrder<In, Out, D> s) {
    dual_all<has_a>(pass, s, Indices{});
  }

 private:
  using Indices = std::make_index_sequence<count>;

  /// Calls f<Branch>(index, orders of its input, orders of its output) for each branch.
  template <class F>
  static constexpr void each_branch(F f, FeatureOrders in, FeatureOrders out) {
    std::size_t i = 0;
    const auto visit = [&]<class B>(std::type_identity<B>) {
      const FeatureOrders own = split ? in.first(B::Input::components) : in;
      f.template operator()<B>(i++, own, out.first(B::Output::components));
      if (split) in = in.subspan(own.size());
      out = out.subspan(B::Output::components);
    };
    (visit(std::type_identity<Branches>{}), ...);
  }

  template <std::size_t I, class B>
  static auto input(B x) {
    if constexpr (split) return x.template part<I>();
    else return x;
  }
  template <std::size_t I>
  static constexpr std::size_t parameter_offset = Pack::template parameters_before<I>;
  template <std::size_t I, class P>
  static P inner(P pass) {
    return pass.inner(parameter_offset<I>, Pack::template states_before<I>,
                      Pack::sum(Pack::caches(pass.n), I), Pack::template sites_before<I>);
  }
  template <std::size_t I, class R>
  static R trace(R traces, std::size_t n) {
    return traces + Pack::sum(Pack::traces(n), I);
  }

  template <class P, class D = typename P::Device, std::size_t... I>
  static void forward_all(P pass, ConstBatch<In, D> x, Batch<Out, D> y, std::index_sequence<I...>) {
    (Branch<I>::forward(inner<I>(pass), input<I>(x), y.template part<I>()), ...);
  }

  template <class P, class D = typename P::Device, std::size_t... I>
  static void pullback_all(P pass, ConstBatch<In, D> x, ConstBatch<Out, D> y, ConstBatch<Out, D> dy,
                           Batch<In, D> dx, Write<D> gradient, Write<D> cotangents,
                           std::index_sequence<I...>) {
    ScratchFrame<D> scratch(*pass.device);
    BranchSum<D> sum(pass, dx, scratch);
    (pullback_branch<I>(pass, x, y, dy, sum, gradient, cotangents), ...);
    sum.finish();
  }

  template <std::size_t I, class P, class S, class D = typename P::Device>
  static void pullback_branch(P pass, ConstBatch<In, D> x, ConstBatch<Out, D> y,
                              ConstBatch<Out, D> dy, S& sum, Write<D> gradient,
                              Write<D> cotangents) {
    using B = Branch<I>;
    const auto own_dy = dy.template part<I>();
    if (!own_dy) {
      sum.template skip<I>();
      return;
    }
    B::pullback(inner<I>(pass), ConstBatch<typename B::Input, D>(input<I>(x)), y.template part<I>(),
                own_dy, sum.template target<I>(), gradient + parameter_offset<I>,
                trace<I>(cotangents, pass.n));
    sum.template add<I>();
  }

  template <class P, class D = typename P::Device, std::size_t... I>
  static void pushforward_all(P pass, ConstBatch<In, D> x, ConstBatch<Out, D> y,
                              ConstBatch<In, D> t, Batch<Out, D> u, Write<D> tangents,
                              std::index_sequence<I...>) {
    ((u.template part<I>()
          ? Branch<I>::pushforward(inner<I>(pass), input<I>(x), y.template part<I>(), input<I>(t),
                                   u.template part<I>(), trace<I>(tangents, pass.n))
          : void()),
     ...);
  }

  template <bool has_a, class P, class D = typename P::Device, std::size_t... I>
  static void dual_all(P pass, const SecondOrder<In, Out, D>& s, std::index_sequence<I...>) {
    ScratchFrame<D> scratch(*pass.device);
    BranchSum<D> sum(pass, s.xa, scratch);
    (dual_branch<has_a, I>(pass, s, sum), ...);
    if constexpr (has_a || curved) sum.finish();
  }

  template <bool has_a, std::size_t I, class P, class S, class D = typename P::Device>
  static void dual_branch(P pass, const SecondOrder<In, Out, D>& s, S& sum) {
    using B = Branch<I>;
    if (!s.b.template part<I>()) {
      sum.template skip<I>();
      return;
    }
    SecondOrder<typename B::Input, typename B::Output, D> own;
    own.x = input<I>(s.x);
    own.y = s.y.template part<I>();
    own.t = input<I>(s.t);
    own.u = s.u.template part<I>();
    if constexpr (has_a) own.a = s.a.template part<I>();
    own.b = s.b.template part<I>();
    constexpr bool writes = has_a || B::curved;
    if constexpr (writes) own.xa = sum.template target<I>();
    own.gradient = s.gradient + parameter_offset<I>;
    own.cotangents = trace<I>(s.cotangents, pass.n);
    own.tangents = trace<I>(s.tangents, pass.n);
    B::template dual<has_a>(inner<I>(pass), own);
    if constexpr (writes) sum.template add<I>();
    else sum.template skip<I>();
  }

  /// Collects what the branches hand back for the input: parts of a split input are written in
  /// place, a shared input is the sum over the branches that ran.
  template <class D>
  class BranchSum {
   public:
    template <class P>
    BranchSum(P pass, Batch<In, D> total, ScratchFrame<D>& scratch)
        : device_(*pass.device), n_(pass.n), total_(total) {
      if constexpr (!split && count > 1) {
        std::array<Write<D>, In::components> parts{};
        for (std::size_t c = 0; c < In::components; ++c) {
          if (total[c]) parts[c] = scratch.take(padded(n_ * In::sizes[c]));
        }
        term_ = Batch<In, D>(parts);
      }
    }
    template <std::size_t I>
    auto target() const {
      if constexpr (split) return total_.template part<I>();
      else return written_ ? term_ : total_;
    }
    template <std::size_t I>
    void add() {
      if constexpr (!split) {
        if (written_) {
          for (std::size_t c = 0; c < In::components; ++c) {
            if (total_[c]) add_to(device_, total_[c], Read<D>(term_[c]), n_ * In::sizes[c]);
          }
        }
        written_ = true;
      }
    }
    template <std::size_t I>
    void skip() {
      if constexpr (split) clear(total_.template part<I>());
    }
    void finish() {
      if constexpr (!split) {
        if (!written_) clear(total_);
      }
    }

   private:
    template <Value V>
    void clear(BasicBatch<V, typename D::Scalar, D> batch) {
      for (std::size_t c = 0; c < V::components; ++c) {
        if (batch[c]) fill(device_, batch[c], 0, n_ * V::sizes[c]);
      }
    }

    D& device_;
    std::size_t n_;
    Batch<In, D> total_;
    Batch<In, D> term_{};
    bool written_ = false;
  };
};

/// Every branch receives the same input; the output is the joint of theirs.
/// A U-Net's skip is `Fork<Identity, Inner>, Concat`.
template <class... Specs>
struct Fork {
  static constexpr Role role = Role::layer;
  template <class In>
  static constexpr bool accepts = Value<In>;
  template <class In>
  using On = BranchesOn<In, false, Chain<SingleOn<In, Specs>>...>;
};

/// Two heads on one trunk: the score first, an auxiliary output second.
template <class Score, class Auxiliary>
struct Heads : Fork<Score, Auxiliary> {};

namespace detail {

template <class In, class Indices, class... Specs>
struct ParallelOn;
template <class In, std::size_t... I, class... Specs>
struct ParallelOn<In, std::index_sequence<I...>, Specs...> {
  using type = BranchesOn<In, true, Chain<SingleOn<typename In::template Part<I>, Specs>>...>;
};

}  // namespace detail

/// One branch per part of a joint input.
template <class... Specs>
struct Parallel {
  static constexpr Role role = Role::layer;
  template <class In>
  static constexpr bool accepts = [] {
    if constexpr (detail::is_joint<In>) return In::parts == sizeof...(Specs);
    return false;
  }();
  template <class In>
  using On = typename detail::ParallelOn<In, std::index_sequence_for<Specs...>, Specs...>::type;
};

}  // namespace saddle
