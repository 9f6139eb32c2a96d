// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/compiler.hpp>

#include <concepts>
#include <cstddef>
#include <type_traits>

namespace saddle {

/// A reference to numbers that live on `Device`: a pointer without element access.
///
/// Only primitives in backend/ unwrap it (`raw`), so a loop over elements in a formulation is a
/// compile error on the CPU instead of a crash on an accelerator. A null reference means "absent".
template <class T, class Device>
class Ref {
 public:
  constexpr Ref() = default;
  constexpr explicit Ref(T* pointer) : pointer_(pointer) {}
  template <std::same_as<std::remove_const_t<T>> U>
    requires std::is_const_v<T>
  constexpr Ref(Ref<U, Device> other) : pointer_(raw(other)) {}

  constexpr explicit operator bool() const { return pointer_ != nullptr; }

  /// The reference `count` elements further on; an absent reference stays absent.
  friend constexpr Ref operator+(Ref ref, std::size_t count) {
    return ref.pointer_ ? Ref(ref.pointer_ + count) : Ref();
  }

  /// The pointer itself: for backend/ only.
  friend constexpr T* raw(Ref ref) { return ref.pointer_; }

 private:
  T* pointer_ = nullptr;
};

/// What a primitive reads: numbers of the device's scalar type.
template <class Device>
using Read = std::type_identity_t<Ref<const typename Device::Scalar, Device>>;

/// What a primitive writes.
template <class Device>
using Write = std::type_identity_t<Ref<typename Device::Scalar, Device>>;

}  // namespace saddle
