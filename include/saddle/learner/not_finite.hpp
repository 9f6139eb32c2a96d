// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/nn/chain/blocks.hpp>

#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>

namespace saddle {

/// Where a forward of `n` samples first met a number that is not finite: its input or the layer,
/// sample and index, such as "layer 2 (Linear + ReLU), sample 5[17]"; empty if all are finite.
template <NetworkType Net, class D>
std::string first_not_finite(D& device, ConstBatch<typename Net::Input, D> x, Read<D> cache,
                             ConstBatch<typename Net::Output, D> y, std::size_t n) {
  using Stages = Chain<Net>;
  ScratchFrame<D> scratch(device);
  const Slot<D> first = scratch.slot();
  std::size_t found = npos, sample_size = 1, stage = 0;
  std::string part;
  const auto finite = [&]<Value V>(std::type_identity<V>, ConstBatch<V, D> value) {
    for (std::size_t c = 0; c < V::components; ++c) {
      if (!value[c]) continue;  // absent
      find_not_finite(device, first, value[c], n * V::sizes[c]);
      found = index_in(device, first);
      sample_size = V::sizes[c];
      part = V::components > 1 ? std::string("part ") + std::to_string(c) + " of " : "";
      if (found != npos) return false;
    }
    return true;
  };
  const auto sample = [&] {
    return part + "sample " + std::to_string(found / sample_size) + "[" +
           std::to_string(found % sample_size) + "]";
  };
  if (!finite(std::type_identity<typename Net::Input>{}, x)) {
    return std::string("input, ") + sample();
  }
  const auto finite_after = [&]<std::size_t I>(std::integral_constant<std::size_t, I>) {
    using Output = typename Stages::template Layer<I>::Output;
    stage = I;
    ConstBatch<Output, D> value;
    if constexpr (I + 1 == Stages::count) value = y;
    else value = Stages::template edge<I>(cache, n);
    return finite(std::type_identity<Output>{}, value);
  };
  const bool all = [&]<std::size_t... I>(std::index_sequence<I...>) {
    return (finite_after(std::integral_constant<std::size_t, I>{}) && ...);
  }(std::make_index_sequence<Stages::count>{});
  if (all) return {};
  const LayerRow row = layer_rows<Net>()[stage];
  return std::string("layer ") + std::to_string(row.position) + " (" + row.layer + "), " + sample();
}

}  // namespace saddle
