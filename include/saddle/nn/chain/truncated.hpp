// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/shape.hpp>
#include <saddle/core/types.hpp>
#include <saddle/nn/chain/network.hpp>

#include <cstddef>
#include <utility>

namespace saddle {

namespace detail {

template <class In, class Layers, class Index>
struct FirstLayers;
template <class In, class... Specs, std::size_t... I>
struct FirstLayers<In, types<Specs...>, std::index_sequence<I...>> {
  using type = Network<In, typename NthType<I, Specs...>::type...>;
};

}  // namespace detail

/// The first `layers` entries of a network's list, activations counted, as a network of its own:
/// its output are features of the whole one, its parameters and state the first of the whole one's.
template <NetworkType Net, std::size_t layers>
  requires(layers > 0 && layers <= Net::layer_count)
struct Truncated : detail::FirstLayers<typename Net::Input, typename Net::Layers,
                                       std::make_index_sequence<layers>>::type {
  using Initializer = typename Net::Initializer;
};

}  // namespace saddle
