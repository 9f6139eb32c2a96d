// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/nn/chain/blocks.hpp>

#include <cstddef>
#include <string>
#include <utility>

namespace saddle {

namespace detail {

/// Looks through values of `n` samples, one after the other, for a number that is not finite.
template <class D>
class NotFiniteSearch {
 public:
  NotFiniteSearch(D& device, std::size_t n)
      : device_(device), scratch_(device), first_(scratch_.slot()), n_(n) {}

  template <Value V>
  bool finds_one(ConstBatch<V, D> value) {
    for (std::size_t c = 0; c < V::components; ++c) {
      if (!value[c]) continue;  // absent
      find_not_finite(device_, first_, value[c], n_ * V::sizes[c]);
      const std::size_t found = index_in(device_, first_);
      if (found == npos) continue;
      place_ = V::components > 1 ? std::string("part ") + std::to_string(c) + " of " : "";
      place_ += std::string("sample ") + std::to_string(found / V::sizes[c]) + "[" +
                std::to_string(found % V::sizes[c]) + "]";
      return true;
    }
    return false;
  }

  /// The same in what stage `I` of a network made of the samples.
  template <class Net, std::size_t I>
  bool finds_one_after(Read<D> cache, ConstBatch<typename Net::Output, D> y) {
    using Stages = Chain<Net>;
    using Output = typename Stages::template Layer<I>::Output;
    stage_ = I;
    if constexpr (I + 1 == Stages::count) return finds_one<Output>(y);
    else return finds_one<Output>(Stages::template edge<I>(cache, n_));
  }

  /// Where it was found.
  const std::string& place() const { return place_; }
  std::size_t stage() const { return stage_; }

 private:
  D& device_;
  ScratchFrame<D> scratch_;
  Slot<D> first_;
  std::size_t n_, stage_ = 0;
  std::string place_;
};

}  // namespace detail

/// Where a forward of `n` samples first met a number that is not finite: its input or the layer,
/// sample and index, such as "layer 2 (Linear + ReLU), sample 5[17]"; empty if all are finite.
template <NetworkType Net, class D>
std::string first_not_finite(D& device, ConstBatch<typename Net::Input, D> x, Read<D> cache,
                             ConstBatch<typename Net::Output, D> y, std::size_t n) {
  detail::NotFiniteSearch<D> search(device, n);
  if (search.template finds_one<typename Net::Input>(x)) {
    return std::string("input, ") + search.place();
  }
  const bool found = [&]<std::size_t... I>(std::index_sequence<I...>) {
    return (search.template finds_one_after<Net, I>(cache, y) || ...);
  }(std::make_index_sequence<Chain<Net>::count>{});
  if (!found) return {};
  const LayerRow row = layer_rows<Net>()[search.stage()];
  return std::string("layer ") + std::to_string(row.position) + " (" + row.layer + "), " +
         search.place();
}

}  // namespace saddle
