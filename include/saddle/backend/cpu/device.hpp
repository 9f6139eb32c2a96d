// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/ref.hpp>
#include <saddle/core/role.hpp>
#include <saddle/core/simd.hpp>
#include <saddle/core/slot.hpp>
#include <saddle/core/tensor.hpp>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace saddle {

template <class T, class A>
class BasicCpu;

namespace cpu {

/// How many slots the scopes that are alive at a time may have.
inline constexpr std::size_t scratch_slots = 8;

/// The number that a slot stands for.
template <class T, class A>
double& number(BasicCpu<T, A>& device, Slot<BasicCpu<T, A>> slot) {
  return device.ledger_[raw(slot)];
}

}  // namespace cpu

/// The host processor with scalars `T` and the instruction set `A`.
///
/// The instruction set is part of the type, so programs of translation units that were compiled
/// with different flags do not share symbols. Movable; scratch memory is a stack inside it.
template <class T, class A = simd::Arch>
class BasicCpu {
 public:
  static constexpr Role role = Role::device;
  static constexpr std::string_view name = "cpu";
  using Scalar = T;
  using Arch = A;
  template <class U>
  using Buffer = Tensor<U, 1>;

  /// A buffer of `count` zeros.
  template <class U = T>
  static Buffer<U> zeros(std::size_t count) {
    return Buffer<U>({count}, U(0));
  }

  BasicCpu() = default;
  BasicCpu(const BasicCpu&) = delete;
  BasicCpu& operator=(const BasicCpu&) = delete;
  BasicCpu(BasicCpu&& other) noexcept
      : scratch_(std::move(other.scratch_)),
        used_(std::exchange(other.used_, 0)),
        ledger_(std::move(other.ledger_)),
        winograd_(other.winograd_) {}
  BasicCpu& operator=(BasicCpu&& other) noexcept {
    scratch_ = std::move(other.scratch_);
    used_ = std::exchange(other.used_, 0);
    ledger_ = std::move(other.ledger_);
    winograd_ = other.winograd_;
    return *this;
  }

  /// Makes room for `count` scalars of scratch; never shrinks.
  ///
  /// Errors: std::logic_error while a ScratchFrame is alive, because it would move its memory.
  void reserve_scratch(std::size_t count) {
    if (count <= scratch_.size()) return;
    if (used_ > 0) throw std::logic_error("saddle: scratch memory cannot grow while it is in use");
    scratch_ = Buffer<T>::from_shape({count});
  }

  /// How many scalars of scratch there are.
  std::size_t scratch_size() const { return scratch_.size(); }

  /// A place in the ledger for good, with 0 in it.
  Slot<BasicCpu> slot() {
    ledger_.push_back(0);
    return Slot<BasicCpu>(ledger_.size() - 1);
  }

  /// Whether convolutions may use Winograd's filters, which are some three times as quick.
  ///
  /// Accuracy: about 2e-6 of the results' root mean square in float32, against 1e-6 without.
  void set_winograd(bool on) { winograd_ = on; }
  bool winograd() const { return winograd_; }

 private:
  template <class D>
  friend class ScratchFrame;
  friend double& cpu::number<T, A>(BasicCpu&, Slot<BasicCpu>);

  Buffer<T> scratch_ = Buffer<T>::from_shape({0});
  std::size_t used_ = 0;
  std::vector<double> ledger_ = std::vector<double>(cpu::scratch_slots);
  std::size_t lent_ = 0;  // of its first slots
  bool winograd_ = true;
};

/// The host processor in float32.
using Cpu = BasicCpu<float>;

/// `count` scalars rounded up to whole cache lines: what a piece of scratch or a plan takes.
template <class T>
constexpr std::size_t aligned_size(std::size_t count) {
  constexpr std::size_t line = alignment / sizeof(T);
  return (count + line - 1) / line * line;
}

/// A piece of a device's scratch stack and slots of its ledger, given back at the end of the scope.
template <class D>
class ScratchFrame;

template <class T, class A>
class ScratchFrame<BasicCpu<T, A>> {
 public:
  explicit ScratchFrame(BasicCpu<T, A>& device)
      : device_(device), mark_(device.used_), slot_mark_(device.lent_) {}
  ScratchFrame(const ScratchFrame&) = delete;
  ScratchFrame& operator=(const ScratchFrame&) = delete;
  ~ScratchFrame() {
    device_.used_ = mark_;
    device_.lent_ = slot_mark_;
  }

  /// `count` uninitialised scalars, starting on a cache line.
  ///
  /// Errors: std::logic_error if the device's scratch is too small.
  Ref<T, BasicCpu<T, A>> take(std::size_t count) {
    const std::size_t first = device_.used_;
    const std::size_t size = aligned_size<T>(count);
    if (size > device_.scratch_.size() - first) {
      throw std::logic_error(std::string("saddle: scratch memory: ") + std::to_string(size) +
                             " scalars wanted, " + std::to_string(device_.scratch_.size() - first) +
                             " left; call reserve_scratch first");
    }
    device_.used_ += size;
    return Ref<T, BasicCpu<T, A>>(device_.scratch_.data() + first);
  }

  /// A slot with 0 in it.
  ///
  /// Errors: std::logic_error if all are lent.
  Slot<BasicCpu<T, A>> slot() {
    if (device_.lent_ == cpu::scratch_slots) {
      throw std::logic_error("saddle: all scratch slots are lent");
    }
    device_.ledger_[device_.lent_] = 0;
    return Slot<BasicCpu<T, A>>(device_.lent_++);
  }

 private:
  BasicCpu<T, A>& device_;
  std::size_t mark_, slot_mark_;
};

template <class D>
ScratchFrame(D&) -> ScratchFrame<D>;

/// A reference to the beginning of a buffer.
template <class D = Cpu>
Ref<typename D::Scalar, D> ref(typename D::template Buffer<typename D::Scalar>& buffer) {
  return Ref<typename D::Scalar, D>(buffer.data());
}

/// A reading reference to the beginning of a buffer.
template <class D = Cpu>
Ref<const typename D::Scalar, D> cref(
    const typename D::template Buffer<typename D::Scalar>& buffer) {
  return Ref<const typename D::Scalar, D>(buffer.data());
}

}  // namespace saddle
