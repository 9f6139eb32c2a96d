// SPDX-License-Identifier: BSL-1.0
#include <saddle/core/tensor.hpp>
#if __has_include(<saddle/saddle.hpp>)
#include <saddle/saddle.hpp>
#endif

#include <cstdio>

int main() {
  const saddle::Tensor<float, 2> batch = {{1.0F, 2.0F}, {3.0F, 4.0F}};  // (n, 2)
  std::printf("%zu samples\n", batch.shape(0));
}
