// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/rows.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/data/permutation.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace saddle::inline per_set {

/// Samples of two distributions, one row of numbers per sample.
struct TwoSamples {
  Tensor<float, 2> p, q;  // (n, numbers per sample)
};

/// Samples of any shape of two distributions.
///
/// Shapes: p, q (n, ...).
template <class P, class Q>
TwoSamples as_two_samples(const P& p, const Q& q) {
  return {as_rows(p), as_rows(q)};
}

/// The first samples of both sides.
inline TwoSamples first_rows(const TwoSamples& samples, std::size_t count) {
  return {rows_of(samples.p, 0, count), rows_of(samples.q, 0, count)};
}

/// Splits samples at random into those to train on and those that are held out.
///
/// Shapes: x (n, size) -> (n - h, size) and (h, size), h = `share` of n.
/// Errors: ConfigError, which calls the share `name`, where fewer than two samples are left on
///         either side of the split.
inline std::pair<Tensor<float, 2>, Tensor<float, 2>> hold_out(const Tensor<float, 2>& x,
                                                              double share, std::uint64_t seed,
                                                              const char* name = "held_out") {
  const std::size_t n = x.shape(0), size = x.shape(1);
  const double wanted = std::round(share * static_cast<double>(n));
  if (!(wanted >= 2 && wanted + 2 <= static_cast<double>(n))) {
    throw ConfigError(name, "a share that leaves two samples or more on either side",
                      std::to_string(share) + " of " + std::to_string(n) + " samples");
  }
  const auto held = static_cast<std::size_t>(wanted);
  Tensor<float, 2> training = xt::empty<float>({n - held, size});
  Tensor<float, 2> held_out = xt::empty<float>({held, size});
  const data::Permutation order(seed, 0, n);
  for (std::size_t i = 0; i < n; ++i) {
    float* const to = i < held ? &held_out(i, 0) : &training(i - held, 0);
    std::copy_n(&x(order(i), 0), size, to);
  }
  return {std::move(training), std::move(held_out)};
}

/// Splits both sides: first what is trained on, second what is held out.
inline std::pair<TwoSamples, TwoSamples> hold_out(const TwoSamples& samples, double share,
                                                  std::uint64_t seed,
                                                  const char* name = "held_out") {
  auto [p, held_p] = hold_out(samples.p, share, seed, name);
  auto [q, held_q] = hold_out(samples.q, share, seed, name);
  return {{std::move(p), std::move(q)}, {std::move(held_p), std::move(held_q)}};
}

}  // namespace saddle::inline per_set
