// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/types.hpp>
#include <saddle/nn/chain/network.hpp>

namespace saddle::detail {

/// The layers of a list, one after the other, as a network.
template <class Input, class Layers>
struct ListNetwork;
template <class Input, class... Layers>
struct ListNetwork<Input, types<Layers...>> {
  using type = Network<Input, Layers...>;
};

}  // namespace saddle::detail
