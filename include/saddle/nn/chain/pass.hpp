// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/random.hpp>
#include <saddle/core/ref.hpp>

#include <cstddef>
#include <type_traits>

namespace saddle {

/// Training uses batch statistics and dropout and updates running statistics; evaluation does not.
enum class Mode { train, eval };

/// All that a layer needs besides its batches: where its numbers live and what time it is.
///
/// A network is stateless; its functions receive a `Pass` and hand each layer the part that is its
/// own (`inner`).
template <class D, Mode M>
struct Pass {
  using Device = D;
  using State = std::conditional_t<M == Mode::train, Write<D>, Read<D>>;
  static constexpr Mode mode = M;

  D* device;
  std::size_t n;        // samples in the batch
  Read<D> parameters;   // flat
  State state{};        // what is not trained: running statistics
  Write<D> cache{};     // intermediate values of this forward
  random::Draw draw{};  // seed, time and site of random layers

  /// The part of a layer whose numbers start at these offsets.
  Pass inner(std::size_t parameter, std::size_t state_offset, std::size_t cache_offset,
             std::size_t site) const {
    Pass pass = *this;
    pass.parameters = parameters + parameter;
    pass.state = state + state_offset;
    pass.cache = cache + cache_offset;
    pass.draw.site += static_cast<std::uint32_t>(site);
    return pass;
  }
};

}  // namespace saddle
