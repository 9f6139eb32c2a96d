// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/compiler.hpp>

#include <cstddef>
#include <limits>

namespace saddle {

/// A place in the ledger of a device, a small block of doubles in which primitives leave what a
/// step measures: losses, norms, where a number is not finite.
///
/// No primitive gives a number to the host, so that a device may run behind it; maps read slots on
/// the device, and the host asks with `value_of` for what decides about a step or is reported. A
/// device hands slots out for good (`slot`), a `ScratchFrame` for its scope. None = not wanted.
template <class Device>
class Slot {
 public:
  constexpr Slot() = default;
  constexpr explicit Slot(std::size_t place) : place_(place) {}

  constexpr explicit operator bool() const { return place_ != none; }

  /// The place itself: for backend/ only.
  friend constexpr std::size_t raw(Slot slot) { return slot.place_; }

 private:
  static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

  std::size_t place_ = none;
};

}  // namespace saddle
