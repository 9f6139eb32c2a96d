// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/ref.hpp>
#include <saddle/core/shape.hpp>

#include <array>
#include <cstddef>
#include <type_traits>

namespace saddle {

/// References to the samples of one batch: one reference per component of `V`, null = absent.
template <Value V, class T, class Device>
class BasicBatch {
 public:
  static constexpr std::size_t components = V::components;

  constexpr BasicBatch() = default;
  constexpr BasicBatch(Ref<T, Device> samples)
    requires(components == 1)
      : parts_{samples} {}
  constexpr BasicBatch(Ref<std::remove_const_t<T>, Device> samples)
    requires(components == 1 && std::is_const_v<T>)
      : parts_{samples} {}
  constexpr explicit BasicBatch(const std::array<Ref<T, Device>, components>& parts)
      : parts_(parts) {}
  template <class U>
    requires(std::is_const_v<T> && std::is_same_v<U, std::remove_const_t<T>>)
  constexpr BasicBatch(const BasicBatch<V, U, Device>& other) {
    for (std::size_t i = 0; i < components; ++i) parts_[i] = other[i];
  }

  constexpr Ref<T, Device> operator[](std::size_t component) const { return parts_[component]; }

  /// The one reference of a value that is a single shape.
  constexpr Ref<T, Device> ref() const
    requires(components == 1)
  {
    return parts_[0];
  }

  /// Part `I` of a joint value.
  template <std::size_t I>
  constexpr auto part() const {
    using P = typename V::template Part<I>;
    std::array<Ref<T, Device>, P::components> parts;
    for (std::size_t i = 0; i < P::components; ++i) parts[i] = parts_[V::first_component(I) + i];
    return BasicBatch<P, T, Device>(parts);
  }

  /// Whether any component is there.
  constexpr explicit operator bool() const {
    for (const auto& part : parts_) {
      if (part) return true;
    }
    return false;
  }

  /// The same batch from sample `first` on.
  constexpr BasicBatch from(std::size_t first) const {
    BasicBatch later;
    for (std::size_t i = 0; i < components; ++i) later.parts_[i] = parts_[i] + first * V::sizes[i];
    return later;
  }

 private:
  std::array<Ref<T, Device>, components> parts_{};
};

/// A batch that is written; as a parameter it converts its argument and deduces nothing.
template <Value V, class Device>
using Batch = std::type_identity_t<BasicBatch<V, typename Device::Scalar, Device>>;

/// A batch that is read.
template <Value V, class Device>
using ConstBatch = std::type_identity_t<BasicBatch<V, const typename Device::Scalar, Device>>;

/// `count` rounded up to whole cache lines of the smallest scalar (float).
constexpr std::size_t padded(std::size_t count) { return (count + 15) / 16 * 16; }

/// Numbers needed for `n` samples of `V` with every component on a cache line of its own.
template <Value V>
constexpr std::size_t storage_size(std::size_t n) {
  std::size_t size = 0;
  for (std::size_t component : V::sizes) size += padded(n * component);
  return size;
}

/// `n` samples of `V` laid out from `memory` on (see `storage_size`); absent memory, absent batch.
template <Value V, class T, class Device>
constexpr BasicBatch<V, T, Device> batch_at(Ref<T, Device> memory, std::size_t n) {
  std::array<Ref<T, Device>, V::components> parts;
  std::size_t offset = 0;
  for (std::size_t i = 0; i < V::components; ++i) {
    parts[i] = memory + offset;
    offset += padded(n * V::sizes[i]);
  }
  return BasicBatch<V, T, Device>(parts);
}

}  // namespace saddle
