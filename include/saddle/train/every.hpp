// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <cstdint>

namespace saddle::inline per_set {

/// A callback of `fit` that calls f(gan) every `interval` steps; interval 0 means never.
template <class F>
struct Every {
  std::uint64_t interval;
  F f;

  template <class G>
  void step(G& gan) const {
    if (interval > 0 && gan.report().step % interval == 0) f(gan);
  }
};
template <class F>
Every(std::uint64_t, F) -> Every<F>;

}  // namespace saddle::inline per_set
