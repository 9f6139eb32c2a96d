// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>

#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <new>
#include <stdexcept>
#include <string_view>
#include <type_traits>
#include <utility>

/// A device on which the host cannot read or write: its numbers are pages that only primitives
/// open. A step that touches one between two primitives ends the program, as it would fail on an
/// accelerator.
namespace strict {

using saddle::Ref;
using saddle::Slot;

/// The pages of all strict buffers; what is given back is not used again.
class Arena {
 public:
  static Arena& shared() {
    static Arena arena;
    return arena;
  }

  void* take(std::size_t bytes) {
    void* const place = begin_ + used_;
    used_ += (bytes + page - 1) / page * page;
    if (used_ > size) throw std::bad_alloc();
    return place;
  }

  void open() {
    if (depth_++ == 0) protect(PROT_READ | PROT_WRITE);
  }
  void close() {
    if (--depth_ == 0) protect(PROT_NONE);
  }

 private:
  static constexpr std::size_t page = 4096, size = std::size_t{1} << 28;

  Arena() {
    void* const place =
        mmap(nullptr, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (place == MAP_FAILED) throw std::bad_alloc();
    begin_ = static_cast<std::byte*>(place);
  }
  void protect(int rights) {
    if (mprotect(begin_, used_, rights) != 0) throw std::runtime_error("mprotect");
  }

  std::byte* begin_ = nullptr;
  std::size_t used_ = 0;
  int depth_ = 0;
};

/// The pages are open as long as it lives: the inside of a primitive.
class Open {
 public:
  Open() { Arena::shared().open(); }
  Open(const Open&) = delete;
  Open& operator=(const Open&) = delete;
  ~Open() { Arena::shared().close(); }
};

/// Numbers in the arena. `data` is an address of the device.
template <class U>
class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(std::size_t count)
      : size_(count), numbers_(static_cast<U*>(Arena::shared().take(count * sizeof(U)))) {
    const Open inside;
    std::fill_n(numbers_, count, U(0));
  }
  Buffer(const Buffer& other) : Buffer(other.size_) {
    const Open inside;
    std::copy_n(other.numbers_, size_, numbers_);
  }
  Buffer(Buffer&& other) noexcept
      : size_(std::exchange(other.size_, 0)), numbers_(std::exchange(other.numbers_, nullptr)) {}
  Buffer& operator=(Buffer other) noexcept {
    std::swap(size_, other.size_);
    std::swap(numbers_, other.numbers_);
    return *this;
  }

  std::size_t size() const { return size_; }
  U* data() { return numbers_; }
  const U* data() const { return numbers_; }

 private:
  std::size_t size_ = 0;
  U* numbers_ = nullptr;
};

class Device {
 public:
  static constexpr saddle::Role role = saddle::Role::device;
  static constexpr std::string_view name = "strict";
  using Scalar = saddle::Cpu::Scalar;
  using Arch = saddle::Cpu::Arch;
  template <class U>
  using Buffer = strict::Buffer<U>;

  template <class U = Scalar>
  static Buffer<U> zeros(std::size_t count) {
    return Buffer<U>(count);
  }

  void reserve_scratch(std::size_t count) {
    host_.reserve_scratch(count);
    if (count > scratch_.size()) scratch_ = Buffer<Scalar>(count);
  }
  Slot<Device> slot() { return Slot<Device>(raw(host_.slot())); }
  saddle::Cpu& host() { return host_; }

 private:
  friend class saddle::ScratchFrame<Device>;
  saddle::Cpu host_;
  Buffer<Scalar> scratch_;
  std::size_t used_ = 0;
};

/// An argument of a primitive as the host's has it.
template <class T>
decltype(auto) on_host(T&& argument) {
  return std::forward<T>(argument);
}
template <class T>
Ref<T, saddle::Cpu> on_host(Ref<T, Device> ref) {
  return Ref<T, saddle::Cpu>(raw(ref));
}
inline Slot<saddle::Cpu> on_host(Slot<Device> slot) { return Slot<saddle::Cpu>(raw(slot)); }
template <class T, std::size_t N>
std::array<Ref<T, saddle::Cpu>, N> on_host(std::array<Ref<T, Device>, N> refs) {
  std::array<Ref<T, saddle::Cpu>, N> result;
  std::ranges::transform(refs, result.begin(), [](Ref<T, Device> ref) { return on_host(ref); });
  return result;
}

// A primitive of the host, inside open pages.
#define STRICT_PRIMITIVE(primitive)                                 \
  template <class... A>                                             \
  auto primitive(Device& device, A&&... arguments) {                \
    const Open inside;                                              \
    return saddle::primitive(device.host(), on_host(arguments)...); \
  }
// The same with template arguments that a call names: a type, a number, an enumerator or
// a truth, or two of them.
#define STRICT_PRIMITIVE_OF_TYPE(primitive)                            \
  template <class X, class... A>                                       \
  auto primitive(Device& device, A&&... arguments) {                   \
    const Open inside;                                                 \
    return saddle::primitive<X>(device.host(), on_host(arguments)...); \
  }
#define STRICT_PRIMITIVE_OF_NUMBER(primitive)                          \
  template <std::size_t x, class... A>                                 \
  auto primitive(Device& device, A&&... arguments) {                   \
    const Open inside;                                                 \
    return saddle::primitive<x>(device.host(), on_host(arguments)...); \
  }
#define STRICT_PRIMITIVE_OF_CHOICE(primitive)                          \
  template <auto x, class... A>                                        \
  auto primitive(Device& device, A&&... arguments) {                   \
    const Open inside;                                                 \
    return saddle::primitive<x>(device.host(), on_host(arguments)...); \
  }
#define STRICT_PRIMITIVE_OF_BOTH(primitive)                               \
  template <auto x, class Y, class... A>                                  \
  auto primitive(Device& device, A&&... arguments) {                      \
    const Open inside;                                                    \
    return saddle::primitive<x, Y>(device.host(), on_host(arguments)...); \
  }
#define STRICT_PRIMITIVE_OF_NUMBERS(primitive)                            \
  template <auto x, auto y, class... A>                                   \
  auto primitive(Device& device, A&&... arguments) {                      \
    const Open inside;                                                    \
    return saddle::primitive<x, y>(device.host(), on_host(arguments)...); \
  }

// Literals are forwarded as ints, which clang sees become sizes.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"
// clang-format off
STRICT_PRIMITIVE(fill_normal) STRICT_PRIMITIVE(fill_uniform) STRICT_PRIMITIVE(dropout)
STRICT_PRIMITIVE(map) STRICT_PRIMITIVE(map_rows) STRICT_PRIMITIVE(map_columns)
STRICT_PRIMITIVE(map_each) STRICT_PRIMITIVE(copy) STRICT_PRIMITIVE(add_to) STRICT_PRIMITIVE(fill)
STRICT_PRIMITIVE(gather_columns) STRICT_PRIMITIVE(scatter_columns) STRICT_PRIMITIVE(upload)
STRICT_PRIMITIVE(download) STRICT_PRIMITIVE(row_sums) STRICT_PRIMITIVE(row_maxima)
STRICT_PRIMITIVE(column_sums) STRICT_PRIMITIVE(sum) STRICT_PRIMITIVE(dot) STRICT_PRIMITIVE(norm2)
STRICT_PRIMITIVE(scores) STRICT_PRIMITIVE(softmax_cross_entropy)
STRICT_PRIMITIVE(find_not_finite) STRICT_PRIMITIVE(value_of) STRICT_PRIMITIVE(optimize)
STRICT_PRIMITIVE(dense_weight_gradient) STRICT_PRIMITIVE(matrix_vector)
STRICT_PRIMITIVE(matrix_transposed_vector) STRICT_PRIMITIVE(rank_one_update)
STRICT_PRIMITIVE(standardise) STRICT_PRIMITIVE(standardise_dual) STRICT_PRIMITIVE(plane_moments)
STRICT_PRIMITIVE(pad_images) STRICT_PRIMITIVE(sum_blocks) STRICT_PRIMITIVE(spread_blocks)
STRICT_PRIMITIVE(shuffle_pixels) STRICT_PRIMITIVE(unshuffle_pixels)
STRICT_PRIMITIVE(mask_checkerboard) STRICT_PRIMITIVE(max_pool) STRICT_PRIMITIVE(max_pool_tangent)
STRICT_PRIMITIVE(max_pool_pullback) STRICT_PRIMITIVE(select_columns)
STRICT_PRIMITIVE_OF_TYPE(dense) STRICT_PRIMITIVE_OF_TYPE(dense_tangent)
STRICT_PRIMITIVE_OF_TYPE(dense_input_gradient) STRICT_PRIMITIVE_OF_TYPE(fold_images)
STRICT_PRIMITIVE_OF_TYPE(standardise_linear)
STRICT_PRIMITIVE_OF_NUMBER(map_rows) STRICT_PRIMITIVE_OF_NUMBER(map_columns)
STRICT_PRIMITIVE_OF_NUMBER(map_each) STRICT_PRIMITIVE_OF_NUMBER(map_planes)
STRICT_PRIMITIVE_OF_NUMBER(plane_sums) STRICT_PRIMITIVE_OF_NUMBER(maxout)
STRICT_PRIMITIVE_OF_NUMBER(maxout_pullback) STRICT_PRIMITIVE_OF_NUMBER(maxout_tangent)
STRICT_PRIMITIVE_OF_CHOICE(convolve_weight_gradient)
STRICT_PRIMITIVE_OF_CHOICE(add_triangle)
STRICT_PRIMITIVE_OF_BOTH(convolve) STRICT_PRIMITIVE_OF_BOTH(convolve_slope)
STRICT_PRIMITIVE_OF_BOTH(convolve_transpose) STRICT_PRIMITIVE_OF_BOTH(convolve_transpose_slope)
STRICT_PRIMITIVE_OF_NUMBERS(multiply_triangle) STRICT_PRIMITIVE_OF_NUMBERS(solve_triangle)
// clang-format on
#pragma GCC diagnostic pop

#undef STRICT_PRIMITIVE
#undef STRICT_PRIMITIVE_OF_TYPE
#undef STRICT_PRIMITIVE_OF_NUMBER
#undef STRICT_PRIMITIVE_OF_CHOICE
#undef STRICT_PRIMITIVE_OF_BOTH
#undef STRICT_PRIMITIVE_OF_NUMBERS

}  // namespace strict

/// Scratch memory in the arena.
template <>
class saddle::ScratchFrame<strict::Device> {
 public:
  explicit ScratchFrame(strict::Device& device)
      : device_(device), slots_(device.host()), mark_(device.used_) {}
  ScratchFrame(const ScratchFrame&) = delete;
  ScratchFrame& operator=(const ScratchFrame&) = delete;
  ~ScratchFrame() { device_.used_ = mark_; }

  saddle::Ref<float, strict::Device> take(std::size_t count) {
    const std::size_t first = device_.used_;
    device_.used_ += saddle::aligned_size<float>(count);
    if (device_.used_ > device_.scratch_.size()) throw std::logic_error("strict scratch memory");
    return saddle::Ref<float, strict::Device>(device_.scratch_.data() + first);
  }
  saddle::Slot<strict::Device> slot() { return saddle::Slot<strict::Device>(raw(slots_.slot())); }

 private:
  strict::Device& device_;
  ScratchFrame<saddle::Cpu> slots_;
  std::size_t mark_;
};
