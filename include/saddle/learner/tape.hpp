// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/chain/network.hpp>

#include <cstddef>

namespace saddle {

/// One forward of a network: its output and every intermediate value, for up to `capacity` samples.
template <class Net, class D>
class Tape {
 public:
  using Scalar = typename D::Scalar;
  using Output = typename Net::Output;

  explicit Tape(std::size_t capacity)
      : capacity_(capacity),
        cache_(D::zeros(Chain<Net>::cache_size(capacity))),
        output_(D::zeros(storage_size<Output>(capacity))) {}

  std::size_t capacity() const { return capacity_; }
  Write<D> cache() { return ref<D>(cache_); }

  /// The output of the last forward, over `n` samples.
  Batch<Output, D> output(std::size_t n) { return batch_at<Output>(ref<D>(output_), n); }

 private:
  std::size_t capacity_;
  typename D::template Buffer<Scalar> cache_, output_;
};

}  // namespace saddle
