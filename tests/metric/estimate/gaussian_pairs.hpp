// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/tensor.hpp>
#include <saddle/data/mixture.hpp>
#include <saddle/divergence/exact.hpp>
#include <saddle/metric/estimate/two_samples.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

/// p = N(0, 1), and the three q of the table of exact values.
inline constexpr saddle::exact::Normal standard_normal{0, 1};
inline constexpr std::array<saddle::exact::Normal, 3> other_normals{
    saddle::exact::Normal{1, 1}, saddle::exact::Normal{1, 2}, saddle::exact::Normal{0.5, 0.8}};

/// `n` samples of a normal distribution; different parts of a seed's row are independent.
inline saddle::Tensor<float, 2> draw_normal(const saddle::exact::Normal& normal, std::size_t n,
                                            std::uint64_t seed, std::uint64_t part) {
  const saddle::data::Mixture source{.parts = {{1, normal.mean, normal.sd}}};
  saddle::Tensor<float, 2> x = xt::empty<float>({n, std::size_t{1}});
  source.draw(x.data(), n, seed, part << 32);
  return x;
}

/// Samples of p and of `q`; part 0 to train on, part 1 to hold out.
inline saddle::TwoSamples draw_pair(const saddle::exact::Normal& q, std::size_t n,
                                    std::uint64_t seed, std::uint64_t part) {
  return {draw_normal(standard_normal, n, seed, 2 * part), draw_normal(q, n, seed, 2 * part + 1)};
}

/// log p/q at samples, exactly.
inline saddle::Tensor<double, 1> exact_log_ratio(const saddle::exact::Normal& q,
                                                 const saddle::Tensor<float, 2>& x) {
  saddle::Tensor<double, 1> v = xt::empty<double>({x.shape(0)});
  for (std::size_t i = 0; i < x.shape(0); ++i) {
    const auto at = static_cast<double>(x(i, 0));
    v(i) = standard_normal.log_density(at) - q.log_density(at);
  }
  return v;
}
