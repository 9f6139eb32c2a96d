// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>
#include <saddle/backend/cpu/elementwise.hpp>

#include <concepts>
#include <cstddef>

namespace saddle {

namespace cpu {

/// f(number, x...).
template <class F, class B>
struct WithNumber {
  F f;
  B number;
  template <class... X>
  [[gnu::always_inline]] auto operator()(const X&... x) const {
    return f(number, x...);
  }
};

}  // namespace cpu

/// slot = value.
template <class T, class A>
void fill(BasicCpu<T, A>& device, Slot<BasicCpu<T, A>> slot, double value) {
  cpu::number(device, slot) = value;
}

/// out = f(in...), of numbers of the ledger and in double; `out` may be one of the inputs.
template <class F, class T, class A, std::same_as<Slot<BasicCpu<T, A>>>... In>
void map(BasicCpu<T, A>& device, const F& f, Slot<BasicCpu<T, A>> out, In... in) {
  cpu::number(device, out) = f(cpu::number(device, in)...);
}

/// out[i] = f(number, in[i]...), where all have the same number of the ledger.
template <class F, class T, class A, cpu::Readable<BasicCpu<T, A>>... In>
void map(BasicCpu<T, A>& device, const F& f, std::size_t count, Write<BasicCpu<T, A>> out,
         Slot<BasicCpu<T, A>> slot, In... in) {
  const simd::Batch<T, A> number(static_cast<T>(cpu::number(device, slot)));
  map(device, cpu::WithNumber<F, simd::Batch<T, A>>{f, number}, count, out, in...);
}

/// What stands in a slot, for the host. A device that runs behind is waited for, so a step asks
/// only for what decides about it.
template <class T, class A>
double value_of(BasicCpu<T, A>& device, Slot<BasicCpu<T, A>> slot) {
  return cpu::number(device, slot);
}

}  // namespace saddle
