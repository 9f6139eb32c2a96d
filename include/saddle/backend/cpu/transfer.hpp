// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/device.hpp>
#include <saddle/core/tensor.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace saddle {

/// Lets `produce(pointer)` write host numbers for `out`; on the CPU straight into it.
template <class T, class A, class F>
void upload(BasicCpu<T, A>&, Write<BasicCpu<T, A>> out, std::size_t, F&& produce) {
  produce(raw(out));
}

/// Copies `count` numbers to host memory.
template <class T, class A>
void download(BasicCpu<T, A>&, T* host, Read<BasicCpu<T, A>> in, std::size_t count) {
  std::copy_n(raw(in), count, host);
}

/// A tensor view of numbers on the device; a device that is not the host has none.
template <std::size_t N, class T, class A, class U>
auto host_view(BasicCpu<T, A>&, Ref<U, BasicCpu<T, A>> numbers,
               const std::array<std::size_t, N>& shape) {
  return view<U, N>(raw(numbers), shape);
}

}  // namespace saddle
