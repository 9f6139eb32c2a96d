// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/metric/quality/neighbours.hpp>

#include <cstddef>
#include <string>

namespace saddle {

/// How often a sample's nearest neighbour among all others is of its own kind: 1/2 if both sets
/// come from the same law, 1 if they are apart, below 1/2 if fakes are copies of real samples.
struct TwoSampleTest {
  double accuracy = 0;  ///< on all samples
  double on_real = 0;   ///< low: real samples lie among fakes
  double on_fake = 0;   ///< high: fakes lie together, as copies of each other do
};

/// The leave-one-out accuracy of the 1-nearest-neighbour classifier; ties count a half.
///
/// Shapes: real (n, d), fake (n, d).
/// Errors: ConfigError for another number of fakes or fewer than 2 samples a side.
/// Cost:   4 n^2 d multiplications.
/// Source: Lopez-Paz and Oquab 2017.
template <class A = simd::Arch, class T>
TwoSampleTest two_sample_test(const Tensor<T, 2>& real, const Tensor<T, 2>& fake) {
  detail::check_features(real, fake);
  const std::size_t n = real.shape(0);
  if (fake.shape(0) != n) {
    throw ConfigError("two-sample test",
                      std::string("as many fakes as real samples, ") + std::to_string(n),
                      std::to_string(fake.shape(0)));
  }
  const auto share_of_own = [&](const Tensor<T, 2>& own, const Tensor<T, 2>& other) {
    const Neighbours same = nearest<A>(own, own, 1, Itself::is_skipped);
    const Neighbours different = nearest<A>(own, other, 1);
    double right = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const double a = same.square(i, 0), b = different.square(i, 0);
      right += a < b ? 1 : a == b ? 0.5 : 0;
    }
    return right / static_cast<double>(n);
  };
  const double on_real = share_of_own(real, fake), on_fake = share_of_own(fake, real);
  return {(on_real + on_fake) / 2, on_real, on_fake};
}

}  // namespace saddle
