// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/types.hpp>
#include <saddle/nn/chain/activation.hpp>
#include <saddle/nn/chain/elementwise.hpp>
#include <saddle/nn/chain/layer.hpp>
#include <saddle/nn/chain/pack.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace saddle {

template <class Net>
struct Chain;

namespace detail {

template <class Spec>
concept FusesActivation = HasRole<Spec, Role::layer> && requires { Spec::fuses_activation; };

template <class Layer, class In>
consteval bool accepts() {
  if constexpr (HasRole<Layer, Role::activation>) return SingleValue<In>;
  else if constexpr (HasRole<Layer, Role::network>)
    return std::is_same_v<typename Layer::Input, In>;
  else return Layer::template accepts<In>;
}

/// Why a list of layers makes no sense. To ask for its size is to say so: the compiler's error is
/// the sentence and names the index in the list, the layer and the shape.
template <std::size_t index, class Layer, class InputShape>
struct LayerMismatch {
  static_assert(accepts<Layer, InputShape>(),
                "this layer does not accept the shape it gets: LayerMismatch<index, layer, input "
                "shape> names all three (a Linear takes a vector: put Flatten before it; a Conv2d "
                "takes an image)");
};
template <std::size_t index, class Layer>
struct NotALayer {
  static constexpr bool is_layer = LayerSpec<Layer>;
  static_assert(is_layer,
                "a network's list holds layers, activations and networks only: NotALayer<index, "
                "type> names the other type");
};
template <std::size_t index, class L>
struct MissingFunction {
  static_assert(has_forward<L>, "this layer has no forward(pass, x, y): see LayerDefaults");
  static_assert(!has_forward<L> || has_pullback<L>,
                "this layer has no pullback(pass, x, y, dy, dx, gradient, cotangents): see "
                "LayerDefaults");
  static_assert(!has_pullback<L> || has_pushforward<L>,
                "this layer has no pushforward(pass, x, y, t, u, tangents): see LayerDefaults");
  static_assert(!has_pushforward<L> || has_dual_or_says_so<L>,
                "this layer has no dual<has_a>(pass, SecondOrder) and does not say has_dual = "
                "false: see LayerDefaults");
};
template <std::size_t index, class Layer>
struct NotAnActivation {
  static constexpr bool is_complete = Activation<Layer>;
  static_assert(
      is_complete,
      "an activation has templates value, slope and curvature, and says is_identity and "
      "piecewise_linear (nn/chain/activation.hpp): NotAnActivation<index, type> names one "
      "that lacks some (a TensorLayer needs value and slope only)");
};
struct NoComplaint {};

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

/// What is bound once a layer makes no sense: nothing more, so that there is one error and not
/// many.
template <class Complaint>
struct Broken {
  using Output = Shape<1>;
  struct Layers {
    static constexpr std::size_t count = 0, parameter_count = 0, state_count = 0, site_count = 0,
                                 macs = 0;
    static constexpr bool couples_samples = false, has_dual = false;
  };
  static constexpr std::array<std::size_t, 0> positions{};
  static constexpr std::array<bool, 0> curved_stage{};
};
template <class Result>
struct ComplaintOf {
  using type = NoComplaint;
};
template <class Complaint>
struct ComplaintOf<Broken<Complaint>> {
  using type = Complaint;
};

/// Binds the layer at `index`; an activation after a layer that can fuse it becomes part of it.
template <std::size_t index, class... Specs>
struct Bind {
  using Spec = typename NthType<index, Specs...>::type;

  template <std::size_t i>
  static constexpr bool fused_with_next = [] {
    if constexpr (i + 1 < sizeof...(Specs)) {
      return FusesActivation<typename NthType<i, Specs...>::type> &&
             Activation<typename NthType<i + 1, Specs...>::type>;
    }
    return false;
  }();

  template <class In, class... Stages>
  static constexpr auto after(Bound<In, Stages...> bound) {
    if constexpr (index > 0 && fused_with_next<index - (index > 0)>) {
      return bound;
    } else if constexpr (!LayerSpec<Spec>) {
      return Broken<NotALayer<index, Spec>>{};
    } else if constexpr (HasRole<Spec, Role::activation> && !Activation<Spec>) {
      return Broken<NotAnActivation<index, Spec>>{};
    } else if constexpr (!accepts<Spec, In>()) {
      return Broken<LayerMismatch<index, Spec, In>>{};
    } else if constexpr (fused_with_next<index>) {
      using Act = typename NthType<index + 1, Specs...>::type;
      return append<typename Spec::template On<In, Act>>(bound);
    } else {
      return append<typename Binding<Spec, In>::type>(bound);
    }
  }
  template <class Complaint>
  static constexpr auto after(Broken<Complaint> broken) {
    return broken;
  }

 private:
  template <class Layer, class In, class... Stages>
  static constexpr auto append(Bound<In, Stages...>) {
    if constexpr (requires { requires Layer::Plan::is_broken; }) {
      return typename Layer::Plan::Result{};
    } else if constexpr (!BoundLayer<Layer>) {
      return Broken<MissingFunction<index, Layer>>{};
    } else {
      return Bound<typename Layer::Output, Stages..., Stage<Layer, index>>{};
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
  using Complaint = typename ComplaintOf<Result>::type;
  static constexpr bool is_broken = !std::is_same_v<Complaint, NoComplaint>;
  static constexpr std::size_t count = Layers::count;
  static constexpr auto positions = Result::positions;  // of the stages in the user's list
  static constexpr auto curved_stage = Result::curved_stage;
  static constexpr bool curved = std::ranges::find(curved_stage, true) != curved_stage.end();

  /// How many stages the first `layers` entries of the user's list are; as many as there are in all
  /// where an activation that follows is part of the last one.
  static constexpr std::size_t stages_of(std::size_t layers) {
    return static_cast<std::size_t>(std::ranges::find(positions, layers) - positions.begin());
  }
};

template <Value In, class List>
struct PlanOf;
template <Value In, class... Specs>
struct PlanOf<In, types<Specs...>> {
  using type = Plan<In, Specs...>;
};

}  // namespace detail
}  // namespace saddle
