// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/network.hpp>

#include <cstddef>

namespace saddle {

/// One forward of a network: its output and every intermediate value, for up to `capacity` samples.
///
/// A traced tape also has room for the inner cotangents and tangents that a gradient penalty keeps.
template <class Net, class D>
class Tape {
 public:
  using Scalar = typename D::Scalar;
  using Output = typename Net::Output;

  explicit Tape(std::size_t capacity = 0, bool traced = false)
      : capacity_(capacity),
        cache_(D::zeros(Chain<Net>::cache_size(capacity))),
        output_(D::zeros(storage_size<Output>(capacity))),
        cotangents_(D::zeros(trace_size(capacity, traced))),
        tangents_(D::zeros(trace_size(capacity, traced))) {}

  std::size_t capacity() const { return capacity_; }
  Write<D> cache() { return ref<D>(cache_); }
  Write<D> cotangents() { return ref<D>(cotangents_); }
  Write<D> tangents() { return ref<D>(tangents_); }

  /// The output of the last forward, over `n` samples.
  Batch<Output, D> output(std::size_t n) { return batch_at<Output>(ref<D>(output_), n); }

 private:
  static constexpr std::size_t trace_size(std::size_t n, bool traced) {
    return traced ? Chain<Net>::trace_size(n) : 0;
  }

  std::size_t capacity_;
  typename D::template Buffer<Scalar> cache_, output_, cotangents_, tangents_;
};

}  // namespace saddle
