// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <array>
#include <cstddef>
#include <limits>
#include <new>

#if __has_include(<xtensor/containers/xtensor.hpp>)
#include <xtensor/containers/xadapt.hpp>
#include <xtensor/containers/xtensor.hpp>
#include <xtensor/core/xnoalias.hpp>
#else
#include <xtensor/xadapt.hpp>
#include <xtensor/xnoalias.hpp>
#include <xtensor/xtensor.hpp>
#endif

namespace saddle {

/// Every buffer starts on a cache line, which is also the widest vector register.
inline constexpr std::size_t alignment = 64;  // bytes

/// Allocator of cache-line aligned memory.
template <class T>
struct AlignedAllocator {
  using value_type = T;

  AlignedAllocator() = default;
  template <class U>
  AlignedAllocator(const AlignedAllocator<U>&) {}

  T* allocate(std::size_t count) {
    if (count > std::numeric_limits<std::size_t>::max() / sizeof(T))
      throw std::bad_array_new_length();
    return static_cast<T*>(::operator new(count * sizeof(T), std::align_val_t{alignment}));
  }
  void deallocate(T* pointer, std::size_t) noexcept {
    ::operator delete(pointer, std::align_val_t{alignment});
  }
  friend bool operator==(const AlignedAllocator&, const AlignedAllocator&) { return true; }
};

/// The library's tensor: a row-major `xt::xtensor` of static rank on cache-line aligned memory.
template <class T, std::size_t N>
using Tensor = xt::xtensor<T, N, xt::layout_type::row_major, AlignedAllocator<T>>;

/// A tensor view of `shape` on memory that somebody else owns.
template <class T, std::size_t N>
auto view(T* data, const std::array<std::size_t, N>& shape) {
  std::size_t size = 1;
  for (std::size_t extent : shape) size *= extent;
  return xt::adapt<xt::layout_type::row_major>(data, size, xt::no_ownership(), shape);
}

}  // namespace saddle
