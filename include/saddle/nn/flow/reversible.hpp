// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/nn/flow/flow_network.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

namespace saddle {

template <class In, bool reversed, class List>
struct ReversibleOn;
template <class In, bool reversed, class... Specs>
struct ReversibleOn<In, reversed, types<Specs...>>
    : FlowLayerDefaults<In, typename Chain<FlowSequenceOn<In, reversed, types<Specs...>>>::Output> {
  using F = Chain<FlowSequenceOn<In, reversed, types<Specs...>>>;
  using Out = typename F::Output;
  using Layers = typename F::Layers;
  static constexpr std::string_view name = "Reversible";
  static constexpr std::size_t count = F::count;
  static constexpr std::size_t parameter_count = F::parameter_count;
  static constexpr std::size_t state_count = F::state_count;
  static constexpr std::size_t site_count = F::site_count;
  static constexpr std::size_t macs = F::macs;
  static constexpr bool couples_samples = F::couples_samples;

  template <std::size_t I>
  using Layer = typename Layers::template At<I>;
  template <std::size_t I>
  using Undo =
      typename detail::NthType<I, Specs...>::type::Inverse::template On<typename Layer<I>::Output>;

  static constexpr bool undone_in_training = detail::undone_in_training<F>();
  static_assert(undone_in_training,
                "a layer in Reversible is not undone by its inverse in training: FlowBatchNorm and "
                "Dequantise stand outside of it");

  template <class D>
  static constexpr std::size_t scratch_size(std::size_t n) {
    return 5 * storage_size<In>(n) + cache_of_largest(n) + padded(state_count) +
           scratch_of_largest<D>(n);
  }

  static constexpr bool holds_layers = true;
  static constexpr void orders(FeatureOrders in, FeatureOrders out) { F::orders(in, out); }
  template <class Visitor>
  static constexpr void each_layer(Visitor& visit, ParameterPath path, FeatureOrders in,
                                   FeatureOrders out) {
    F::each_layer(visit, path, in, out);
  }

  template <class P, class D = typename P::Device>
  static void forward(P pass, ConstBatch<In, D> x, Batch<Out, D> y) {
    ScratchFrame<D> scratch(*pass.device);
    pass.cache = scratch.take(cache_of_largest(pass.n));
    const std::array<Write<D>, 2> values{scratch.take(storage_size<In>(pass.n)),
                                         scratch.take(storage_size<In>(pass.n))};
    const auto run = [&]<std::size_t I>(std::integral_constant<std::size_t, I>) {
      using L = Layer<I>;
      ConstBatch<typename L::Input, D> in;
      if constexpr (I == 0) in = x;
      else in = like(x, batch_at<typename L::Input>(values[(I - 1) % 2], pass.n));
      Batch<typename L::Output, D> out;
      if constexpr (I + 1 == count) out = y;
      else out = batch_at<typename L::Output>(values[I % 2], pass.n);
      L::forward(part<I>(pass), in, out);
    };
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (run(std::integral_constant<std::size_t, I>{}), ...);
    }(std::make_index_sequence<count>{});
  }

  template <class P, class D = typename P::Device>
  static void pullback(P pass, ConstBatch<In, D> x, ConstBatch<Out, D> y, ConstBatch<Out, D> dy,
                       Batch<In, D> dx, Write<D> gradient, Write<D>) {
    ScratchFrame<D> scratch(*pass.device);
    const std::size_t n = pass.n;
    pass.cache = scratch.take(cache_of_largest(n));
    if constexpr (state_count > 0 && P::mode == Mode::train) {  // the forward has moved it already
      const Write<D> copied = scratch.take(state_count);
      copy(*pass.device, copied, Read<D>(pass.state), state_count);
      pass.state = copied;
    }
    std::array<Write<D>, 2> values, slopes;
    for (auto& buffer : values) buffer = scratch.take(storage_size<In>(n));
    for (auto& buffer : slopes) buffer = scratch.take(storage_size<In>(n));
    const Write<D> again = scratch.take(storage_size<In>(n));
    const auto run = [&]<std::size_t I>(std::integral_constant<std::size_t, I>) {
      using L = Layer<I>;
      using To = typename L::Output;
      using From = typename L::Input;
      ConstBatch<To, D> out, out_slope;
      if constexpr (I + 1 == count) {
        out = y;
        out_slope = dy;
      } else {
        out = like(x, batch_at<To>(values[(I + 1) % 2], n));
        out_slope = like(dy, batch_at<To>(slopes[(I + 1) % 2], n));
      }
      ConstBatch<From, D> in;
      Batch<From, D> in_slope;
      if constexpr (I == 0) {
        in = x;
        in_slope = dx;
      } else {
        const Batch<From, D> undone = batch_at<From>(values[I % 2], n);
        Undo<I>::forward(part<I>(pass), ConstBatch<To, D>({out[0], {}}), undone);
        in = like(x, undone);
        in_slope = like(dy, batch_at<From>(slopes[I % 2], n));
      }
      if constexpr (I == 0 || !detail::shares_cache_with_inverse<L>()) {
        L::forward(part<I>(pass), in, batch_at<To>(again, n));
      }
      L::pullback(part<I>(pass), in, out, out_slope, in_slope,
                  gradient + F::Places::template parameter<I>, Write<D>{});
    };
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (run(std::integral_constant<std::size_t, count - 1 - I>{}), ...);
    }(std::make_index_sequence<count>{});
  }

 private:
  /// The pass of layer `I`; one cache serves all of them.
  template <std::size_t I, class P>
  static P part(P pass) {
    return F::Places::template part<I>(pass, 0);
  }
  template <class End, class Edge>
  static auto like(const End& end, Edge edge) {
    return F::Places::like(end, edge);
  }

  /// The largest of f.template operator()<I>() over the layers.
  template <class Size>
  static constexpr std::size_t largest(Size size) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      return std::max({size.template operator()<I>()...});
    }(std::make_index_sequence<count>{});
  }
  static constexpr std::size_t cache_of_largest(std::size_t n) {
    return largest(
        [n]<std::size_t I>() { return std::max(Layer<I>::cache_size(n), Undo<I>::cache_size(n)); });
  }
  template <class D>
  static constexpr std::size_t scratch_of_largest(std::size_t n) {
    return largest([n]<std::size_t I>() {
      return std::max(Layer<I>::template scratch_size<D>(n), Undo<I>::template scratch_size<D>(n));
    });
  }
};

template <bool reversed, class List>
struct BasicReversible {
  static constexpr Role role = Role::layer;
  using Inverse = BasicReversible<!reversed, typename detail::InverseLayers<List>::type>;
  template <class In>
  static constexpr bool accepts = detail::has_log_det<In>;
  template <class In>
  using On = ReversibleOn<In, reversed, List>;
};

/// Layers of a flow one after the other that keep nothing for the way back: a pullback computes
/// their values again, by their inverses, from what left the last one.
///
/// Running statistics move in the forward only. Couplings, whose networks are most of a flow, cost
/// one forward more; memory is what the largest of the layers needs, in the device's scratch.
/// Accuracy: slopes as those of the plain layers but for the rounding of the inverses.
/// Source: Gomez et al. 2017.
template <InvertibleLayer... Specs>
struct Reversible : BasicReversible<false, types<Specs...>> {};

}  // namespace saddle
