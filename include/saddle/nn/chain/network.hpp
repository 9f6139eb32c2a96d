// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/chain/chain.hpp>
#include <saddle/nn/chain/initializer.hpp>

#include <cstddef>

namespace saddle {

/// A list that does not begin with a shape is one error, whatever is asked of it.
template <class First, class... Specs>
struct Network {
  static constexpr Role role = Role::network;
  using Input = Shape<1>;
  using Layers = types<>;
  using Output = Shape<1>;
  using Initializer = PyTorchInit;

  static constexpr bool begins_with_a_shape = Value<First>;
  static_assert(begins_with_a_shape,
                "a network's list begins with the shape of one sample: Network<Shape<...>, "
                "layers...>");
  static constexpr bool is_broken = true;
};

/// A network: the shape of one sample, then a flat list of layers with inferred input shapes.
///
/// Name it by a struct, so that symbols stay short, and give it an `Initializer` where PyTorch's
/// default is not wanted:
///
///     struct Critic : Network<Shape<2>, Linear<128>, LeakyRelu<>, Linear<1>> {};
///
/// It is a type only: `Learner` owns the numbers, `Tape` one forward. It may stand in another
/// network's list like a layer.
template <Value In, class... Specs>
struct Network<In, Specs...> {
  static constexpr Role role = Role::network;
  using Input = In;
  using Layers = types<Specs...>;
  using Output = typename detail::Plan<In, Specs...>::Output;
  using Initializer = PyTorchInit;

  static_assert(sizeof(typename detail::Plan<In, Specs...>::Complaint) > 0);
  static constexpr bool is_broken = detail::Plan<In, Specs...>::is_broken;
  static constexpr std::size_t layer_count = sizeof...(Specs);
  static constexpr std::size_t parameter_count =
      detail::Plan<In, Specs...>::Layers::parameter_count;
  static constexpr std::size_t state_count = detail::Plan<In, Specs...>::Layers::state_count;
  static constexpr std::size_t macs =
      detail::Plan<In, Specs...>::Layers::macs;  // per sample, forward
};

/// A type derived from `Network`.
template <class N>
concept NetworkType = HasRole<N, Role::network> && requires {
  typename N::Input;
  typename N::Layers;
  typename N::Output;
  typename N::Initializer;
};

template <Value In, class... Specs>
struct SequenceOn {
  using Input = In;
  using Layers = types<Specs...>;
};

/// One layer as a chain of its own, without a level in parameter names.
template <Value In, class Spec>
struct SingleOn {
  using Input = In;
  using Layers = types<Spec>;
  static constexpr bool transparent = true;
};

/// Layers one after the other, as one layer.
template <class... Specs>
struct Sequence {
  static constexpr Role role = Role::layer;
  template <class In>
  static constexpr bool accepts = Value<In>;
  template <class In>
  using On = Chain<SequenceOn<In, Specs...>>;
};

}  // namespace saddle
