// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/types.hpp>
#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/flow/flow_layer.hpp>

#include <cstddef>
#include <utility>

namespace saddle {

namespace detail {

/// To ask for its size is to say which layer of a flow has no inverse.
template <std::size_t index, class Layer>
struct NotInvertible {
  static constexpr bool is_invertible = InvertibleLayer<Layer>;
  static_assert(is_invertible,
                "this layer of a flow has no inverse: a FlowNetwork holds couplings, permutations "
                "and the other layers of nn/flow, networks stand inside its couplings; "
                "NotInvertible<index, layer> names it");
};

/// The first layer without an inverse.
template <std::size_t index, class First, class... Rest>
struct Irreversible : Irreversible<index + 1, Rest...> {};
template <std::size_t index, class First, class... Rest>
  requires(!InvertibleLayer<First>)
struct Irreversible<index, First, Rest...> {
  using type = NotInvertible<index, First>;
};

/// The network behind a flow; one that cannot be is broken, and has said why.
template <bool invertible, class X, class... Specs>
struct FlowBase {
  static_assert(sizeof(typename Irreversible<0, Specs...>::type) > 0);
  static constexpr Role role = Role::network;
  using Input = WithLogDet<X>;
  using Output = Input;
  using Layers = types<Specs...>;
  using Initializer = PyTorchInit;
  static constexpr bool is_broken = true;
};
template <class X, class... Specs>
struct FlowBase<true, X, Specs...> : Network<WithLogDet<X>, Specs...> {};

/// The layers that undo those of a list, the last one first.
template <class List, class... Undone>
struct InverseLayers {
  using type = types<Undone...>;
};
template <class First, class... Rest, class... Undone>
struct InverseLayers<types<First, Rest...>, Undone...>
    : InverseLayers<types<Rest...>, typename First::Inverse, Undone...> {};

template <class In, class List>
struct NetworkOf;
template <class In, class... Specs>
struct NetworkOf<In, types<Specs...>> {
  using type = Network<In, Specs...>;
};

}  // namespace detail

/// The network of a normalising flow: layers that can be undone, on samples of the shape `X`. What
/// `Network` says of itself holds for it, and it is named by a struct like one; `Flow` trains it.
///
///     struct Moons : FlowNetwork<Shape<2>, AffineCoupling<Half::first, Linear<64>, Relu,
///                                                         Linear<2, ZeroInit>>, ...> {};
///
/// Shapes: (n, X...) and log-determinants (n, 1), which may be absent -> the same number of numbers
/// in what may be another shape, and log-determinants.
template <SingleValue X, class... Specs>
struct FlowNetwork : detail::FlowBase<(InvertibleLayer<Specs> && ...), X, Specs...> {
  using Sample = X;
  static constexpr bool is_flow = true;
  static constexpr bool reversed = false;
};

/// A `FlowNetwork` or the inverse of one.
template <class N>
concept FlowNetworkType = NetworkType<N> && requires { requires N::is_flow; };

/// The network that undoes `Net`, over the same parameters and statistics in the same buffers: a
/// `Model<Net>` runs it too.
template <FlowNetworkType Net>
struct Inverse
    : detail::NetworkOf<typename Net::Output,
                        typename detail::InverseLayers<typename Net::Layers>::type>::type {
  using Initializer = typename Net::Initializer;
  using Original = Net;
  using Sample = typename Net::Output::template Part<0>;
  static constexpr bool is_flow = true;
  static constexpr bool reversed = !Net::reversed;
};

namespace detail {

/// Whether the inverse of a layer, or of all that it holds, gives back in training what went in.
template <class L>
consteval bool undone_in_training() {
  if constexpr (requires { L::undone_in_training; }) {
    return L::undone_in_training;
  } else {
    return []<std::size_t... I>(std::index_sequence<I...>) {
      return (undone_in_training<typename L::Layers::template At<I>>() && ...);
    }(std::make_index_sequence<L::count>{});
  }
}

/// Whether a layer says so; several layers together do not.
template <class L>
consteval bool shares_cache_with_inverse() {
  if constexpr (requires { L::shares_cache_with_inverse; }) return L::shares_cache_with_inverse;
  return false;
}

}  // namespace detail

/// Layers of a flow one after the other, bound to their input: a chain that runs the flat buffers
/// from the end where it is `reversed`.
template <Value In, bool backwards, class List>
struct FlowSequenceOn;
template <Value In, bool backwards, class... Specs>
struct FlowSequenceOn<In, backwards, types<Specs...>> {
  using Input = In;
  using Layers = types<Specs...>;
  static constexpr bool is_flow = true;
  static constexpr bool reversed = backwards;
};

template <bool reversed, class List>
struct BasicFlowSequence {
  static constexpr Role role = Role::layer;
  using Inverse = BasicFlowSequence<!reversed, typename detail::InverseLayers<List>::type>;
  template <class In>
  static constexpr bool accepts = detail::has_log_det<In>;
  template <class In>
  using On = Chain<FlowSequenceOn<In, reversed, List>>;
};

/// Layers of a flow one after the other, as one layer.
template <InvertibleLayer... Specs>
struct FlowSequence : BasicFlowSequence<false, types<Specs...>> {};

}  // namespace saddle
