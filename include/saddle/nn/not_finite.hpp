// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/nn/blocks.hpp>

#include <cstddef>
#include <string>
#include <utility>

namespace saddle {

namespace detail {

/// Where in a batch of `n` samples the first number is that is not finite; empty if all are.
template <SingleValue V, class D>
std::string place_of_not_finite(D& device, ConstBatch<V, D> batch, std::size_t n) {
  const std::size_t found = find_not_finite(device, batch.ref(), n * V::size);
  if (found == npos) return {};
  return "sample " + std::to_string(found / V::size) + "[" + std::to_string(found % V::size) + "]";
}

/// The same for the output of stage `I`, named by its layer.
template <class Net, std::size_t I, class D>
void name_not_finite(std::string& place, D& device, Read<D> cache,
                     ConstBatch<typename Net::Output, D> y, std::size_t n) {
  using Layer = typename Chain<Net>::template Layer<I>;
  using Output = typename Layer::Output;
  if constexpr (SingleValue<Output>) {
    if (!place.empty()) return;
    ConstBatch<Output, D> value;
    if constexpr (I + 1 == Chain<Net>::count) value = y;
    else value = Chain<Net>::template edge<I>(cache, n);
    place = place_of_not_finite<Output>(device, value, n);
    if (place.empty()) return;
    const LayerRow row = layer_row<Layer>(Chain<Net>::Plan::positions[I]);
    place = "layer " + std::to_string(row.position) + " (" + row.layer + "), " + place;
  }
}

}  // namespace detail

/// Where a forward of `n` samples first met a number that is not finite: its input or the layer,
/// sample and index, such as "layer 2 (Linear + ReLU), sample 5[17]"; empty if all are finite.
template <NetworkType Net, class D>
std::string first_not_finite(D& device, ConstBatch<typename Net::Input, D> x, Read<D> cache,
                             ConstBatch<typename Net::Output, D> y, std::size_t n) {
  std::string place;
  if constexpr (SingleValue<typename Net::Input>) {
    place = detail::place_of_not_finite<typename Net::Input>(device, x, n);
    if (!place.empty()) return "input, " + place;
  }
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (detail::name_not_finite<Net, I>(place, device, cache, y, n), ...);
  }(std::make_index_sequence<Chain<Net>::count>{});
  return place;
}

}  // namespace saddle
