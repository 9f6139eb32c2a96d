// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>
#include <saddle/backend/cpu/ledger.hpp>

#include <cmath>
#include <cstddef>
#include <limits>

namespace saddle {

/// No index.
inline constexpr std::size_t npos = std::numeric_limits<std::size_t>::max();

namespace cpu {

/// An index as a number of the ledger; npos as -1.
template <class T, class A>
void put_index(BasicCpu<T, A>& device, Slot<BasicCpu<T, A>> slot, std::size_t index) {
  number(device, slot) = index == npos ? -1 : static_cast<double>(index);
}

}  // namespace cpu

/// first = the index of the first number that is not finite; see `index_in`.
template <class T, class A>
void find_not_finite(BasicCpu<T, A>& device, Slot<BasicCpu<T, A>> first,
                     Read<BasicCpu<T, A>> numbers, std::size_t count) {
  const T* const begin = raw(numbers);
  std::size_t index = 0;
  while (index < count && std::isfinite(begin[index])) ++index;
  cpu::put_index(device, first, index < count ? index : npos);
}

/// The index that stands in a slot, or npos: as `value_of`.
template <class D>
std::size_t index_in(D& device, Slot<D> slot) {
  const double index = value_of(device, slot);
  return index < 0 ? npos : static_cast<std::size_t>(index);
}

}  // namespace saddle
