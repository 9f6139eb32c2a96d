// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/random.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/metric/frechet.hpp>
#include <saddle/metric/gaussian_statistics.hpp>

#include <cstddef>
#include <cstdint>

namespace saddle::benchmark {

/// The rows of W8 that compare 10,000 features a side: each function is one step and returns its
/// number.
class FeatureMetrics {
 public:
  static constexpr std::size_t n = 10'000;

  explicit FeatureMetrics(std::size_t d)
      : real_(normal(d, 1, 1, 0)),
        fake_(normal(d, 2, 1.1F, 0.05F)),
        real_statistics_(gaussian_statistics(real_)),
        fake_statistics_(gaussian_statistics(fake_)) {}

  /// Mean and covariance of one side; the trace.
  double stats() const {
    const GaussianStatistics statistics = gaussian_statistics(real_);
    double trace = 0;
    for (std::size_t i = 0; i < real_.shape(1); ++i) trace += statistics.covariance(i, i);
    return trace;
  }

  /// Tr (S1 S2)^(1/2), the covariances given.
  double frechet() const {
    return trace_of_root(real_statistics_.covariance, fake_statistics_.covariance);
  }

 private:
  static Tensor<float, 2> normal(std::size_t d, std::uint64_t seed, float scale, float shift) {
    Tensor<float, 2> samples = xt::empty<float>({n, d});  // (n, d)
    random::normal<float>(samples.data(), 0, n, d, {.seed = seed});
    for (float& value : samples) value = scale * value + shift;
    return samples;
  }

  Tensor<float, 2> real_, fake_;
  GaussianStatistics real_statistics_, fake_statistics_;
};

}  // namespace saddle::benchmark
