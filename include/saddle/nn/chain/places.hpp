// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/chain/activation.hpp>

#include <cstddef>

namespace saddle::detail {

/// Where the layers of a chain stand: behind which activation, and where their numbers begin in the
/// flat buffers. A `reversed` chain runs over
/// the numbers of another one, whose last layer is its first.
///
/// `Net` says whether it is `reversed` and whether it `is_flow`; `Layers` is a `Pack`.
template <class Net, class Layers>
struct Places {
  static constexpr bool reversed = requires { requires Net::reversed; };
  static constexpr bool is_flow = requires { requires Net::is_flow; };

  template <std::size_t I>
  static constexpr std::size_t parameter =
      reversed ? Layers::parameter_count - Layers::template parameters_before<I + 1>
               : Layers::template parameters_before<I>;
  template <std::size_t I>
  static constexpr std::size_t state =
      reversed ? Layers::state_count - Layers::template states_before<I + 1>
               : Layers::template states_before<I>;
  template <std::size_t I>
  static constexpr std::size_t site =
      reversed ? Layers::site_count - Layers::template sites_before<I + 1>
               : Layers::template sites_before<I>;

  template <std::size_t I>
  static constexpr auto activation_before() {
    if constexpr (I == 0) return Identity{};
    else return typename Layers::template At<I - 1>::OutputActivation{};
  }

  /// The pass of layer `I`, whose part of the cache begins there.
  template <std::size_t I, class P>
  static P part(P pass, std::size_t cache_offset) {
    return pass.inner(parameter<I>, state<I>, cache_offset, site<I>);
  }

  /// A batch on an edge; in a flow without its log-determinant where the chain's `end` has none.
  template <class Edge, class End>
  static Edge like(const End& end, Edge edge) {
    if constexpr (is_flow) {
      if (!end[1]) return Edge({edge[0], {}});
    }
    return edge;
  }
};

}  // namespace saddle::detail
