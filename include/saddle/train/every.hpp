// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace saddle {

/// A callback of `fit` that calls f(gan) every `interval` steps; interval 0 means never.
template <class F>
struct Every {
  std::uint64_t interval;
  F f;

  template <class G>
  void step(G& gan) {
    if (interval > 0 && gan.report().step % interval == 0) f(gan);
  }
};
template <class F>
Every(std::uint64_t, F) -> Every<F>;

}  // namespace saddle
