// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/device.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/ref.hpp>

#include <cuda_runtime.h>

#include <cstddef>
#include <string>

namespace saddle {

namespace cuda {

/// Threads of the one block that evaluates scores: a power of two.
inline constexpr unsigned score_threads = 512;

/// Evaluates a loss and adds up its values; the order of the sums depends on n alone.
template <class F>
__global__ void __launch_bounds__(score_threads)
    score_kernel(F f, std::size_t n, double weight, float* dscore, double* total,
                 const float* score) {
  __shared__ double sums[score_threads];
  __shared__ double squares[score_threads];
  const unsigned thread = threadIdx.x;
  double sum = 0;
  double square = 0;
  for (std::size_t i = thread; i < n; i += score_threads) {
    double value = 0;
    double slope = 0;
    f(static_cast<double>(score[i]), value, slope);
    if (dscore) dscore[i] = static_cast<float>(weight * slope);
    sum += value;
    square += value * value;
  }
  if (!total) return;
  sums[thread] = sum;
  squares[thread] = square;
  for (unsigned half = score_threads / 2; half > 0; half /= 2) {
    __syncthreads();
    if (thread < half) {
      sums[thread] += sums[thread + half];
      squares[thread] += squares[thread + half];
    }
  }
  if (thread == 0) {
    total[0] += sums[0];
    total[1] += squares[0];
  }
}

}  // namespace cuda

/// Evaluates a loss of one score in double: dscore[i] = weight * slope; `total` gathers the sum of
/// the values and that of their squares.
///
/// `f(score, value, slope)` is one of the objective's function objects (CriticReal, ...), the very
/// ones the host runs, and sets the last two. `dscore` and `total` may be null. Nothing waits: the
/// mean is total[0] / n once the stream has come that far, so a step can be a replayed graph.
///
/// Shapes: score, dscore (n), total (2), all in the device's memory.
/// Errors: saddle::Error with the runtime's sentence if the kernel cannot be launched.
/// Accuracy: double throughout, dscore rounded once; two runs give the same bits.
/// Cost: one block, because there is one score per sample or patch.
template <class F>
void scores(cudaStream_t stream, const F& f, std::size_t n, double weight, Ref<float, Cuda> dscore,
            Ref<double, Cuda> total, Ref<const float, Cuda> score) {
  cuda::score_kernel<<<1, cuda::score_threads, 0, stream>>>(f, n, weight, raw(dscore), raw(total),
                                                            raw(score));
  if (const cudaError_t status = cudaGetLastError(); status != cudaSuccess) {
    throw Error(std::string("CUDA: scores: ") + cudaGetErrorString(status));
  }
}

}  // namespace saddle
