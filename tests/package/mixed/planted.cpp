// SPDX-License-Identifier: BSL-1.0
// A unit with a function that has one name for all instruction sets: what the test must find.
#include <saddle/core/instruction_set.hpp>

#include <cstddef>

namespace saddle {
template <class T>
[[gnu::noinline]] void add(T* to, const T* from) {
  typedef T Wide __attribute__((vector_size(64), aligned(alignof(T))));
  *reinterpret_cast<Wide*>(to) += *reinterpret_cast<const Wide*>(from);
}
}  // namespace saddle

void UNIT(float* to, const float* from) { saddle::add(to, from); }
