// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/types.hpp>
#include <saddle/nn/elementwise.hpp>
#include <saddle/nn/layer.hpp>
#include <saddle/nn/pack.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace saddle {

template <class Net>
struct Chain;

namespace detail {

template <class Spec>
concept FusesActivation = HasRole<Spec, Role::layer> && requires { Spec::fuses_activation; };

/// Names a layer that got a shape it does not accept: its index in the list, the layer, the shape.
template <std::size_t index, class Layer, class InputShape>
struct LayerMismatch {
  static constexpr bool accepted = [] {
    if constexpr (HasRole<Layer, Role::activation>) return SingleValue<InputShape>;
    else if constexpr (HasRole<Layer, Role::network>)
      return std::is_same_v<typename Layer::Input, InputShape>;
    else return Layer::template accepts<InputShape>;
  }();
  static_assert(accepted,
                "this layer does not accept the shape it gets: LayerMismatch<index, layer, input "
                "shape> names all three (a Linear takes a vector: put Flatten before it)");
};

template <class Spec, class In>
struct Binding {
  using type = typename Spec::template On<In>;
};
template <class Spec, class In>
  requires HasRole<Spec, Role::activation>
struct Binding<Spec, In> {
  using type = ElementwiseOn<In, Spec>;
};
template <class Spec, class In>
  requires HasRole<Spec, Role::network>
struct Binding<Spec, In> {
  using type = Chain<Spec>;
};

/// One layer of a chain, and where it stood in the user's list.
template <class L, std::size_t index>
struct Stage {
  using Layer = L;
  static constexpr std::size_t position = index;
};

/// The layers bound so far, and the shape that flows out of them.
template <class Out, class... Stages>
struct Bound {
  using Output = Out;
  using Layers = Pack<typename Stages::Layer...>;
  static constexpr std::array<std::size_t, sizeof...(Stages)> positions{Stages::position...};
  static constexpr std::array<bool, sizeof...(Stages)> curved_stage{
      (Stages::Layer::curved || !Stages::Layer::OutputActivation::piecewise_linear)...};
};

/// Binds the layer at `index`; an activation after a layer that can fuse it becomes part of it.
template <std::size_t index, class... Specs>
struct Bind {
  using Spec = typename NthType<index, Specs...>::type;

  template <std::size_t i>
  static constexpr bool fused_with_next = [] {
    if constexpr (i + 1 < sizeof...(Specs)) {
      return FusesActivation<typename NthType<i, Specs...>::type> &&
             HasRole<typename NthType<i + 1, Specs...>::type, Role::activation>;
    }
    return false;
  }();

  template <class In, class... Stages>
  static constexpr auto after(Bound<In, Stages...> bound) {
    if constexpr (index > 0 && fused_with_next<index - (index > 0)>) {
      return bound;
    } else {
      static_assert(LayerSpec<Spec>,
                    "a network's list holds layers, activations and networks only");
      static_assert(sizeof(LayerMismatch<index, Spec, In>) > 0);  // says what is wrong
      if constexpr (fused_with_next<index>) {
        using Act = typename NthType<index + 1, Specs...>::type;
        using Layer = typename Spec::template On<In, Act>;
        return Bound<typename Layer::Output, Stages..., Stage<Layer, index>>{};
      } else {
        using Layer = typename Binding<Spec, In>::type;
        return Bound<typename Layer::Output, Stages..., Stage<Layer, index>>{};
      }
    }
  }
};

template <class BoundSoFar, class Next>
constexpr auto operator>>(BoundSoFar bound, Next) {
  return Next::after(bound);
}

template <class In, class... Specs, std::size_t... I>
constexpr auto bind_all(std::index_sequence<I...>) {
  return (Bound<In>{} >> ... >> Bind<I, Specs...>{});
}

/// The constexpr side of a network: its stages, shapes and counts.
template <Value In, class... Specs>
struct Plan {
  static_assert(sizeof...(Specs) > 0, "a network has at least one layer");
  using Result = decltype(bind_all<In, Specs...>(std::index_sequence_for<Specs...>{}));
  using Input = In;
  using Output = typename Result::Output;
  using Layers = typename Result::Layers;
  static constexpr std::size_t count = Layers::count;
  static constexpr auto positions = Result::positions;  // of the stages in the user's list
  static constexpr auto curved_stage = Result::curved_stage;
  static constexpr bool curved = std::ranges::find(curved_stage, true) != curved_stage.end();
};

}  // namespace detail
}  // namespace saddle
