// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/linalg/matrix_product.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/data/permutation.hpp>
#include <saddle/metric/quality/neighbours.hpp>
#include <saddle/metric/quality/sorted_rows.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace saddle {

/// Which subsets the kernel distance is a mean over.
struct KernelDistanceConfig {
  std::size_t subsets = 100;
  std::size_t size = 0;  ///< samples a side in a subset; 0: 1000, at most half of them, at least 2
  std::uint64_t seed = 1;
};

/// The squared maximum mean discrepancy (KID, where features are compared).
struct KernelDistance {
  double value = 0;           ///< its mean over subsets is 0 for equal laws, so it may be negative
  double standard_error = 0;  ///< NaN where one subset holds all samples
  std::size_t subsets = 0, size = 0;
};

namespace detail {

/// The sum of ((x_i . y_j) / d + 1)^3 over all pairs, or over i > j only.
template <class A>
double kernel_sum(const Tensor<double, 2>& x, const Tensor<double, 2>& y, std::size_t d,
                  cpu::Part part, Tensor<double, 2>& products) {
  const std::size_t n = x.shape(0);
  products.fill(0);
  cpu::add_product<A, cpu::Left::rows, cpu::Right::columns>(
      cpu::ProductOf<double>{x.data(), x.shape(1), y.data(), y.shape(1), n, n, d},
      cpu::Accumulate<double>{products.data(), n}, part);
  std::vector<double> sums(n);
  parallel::for_each(n, [&](std::size_t i) {
    const std::size_t last = part == cpu::Part::lower ? i : n;
    for (std::size_t j = 0; j < last; ++j) {
      const double base = products(i, j) / static_cast<double>(d) + 1;
      sums[i] += base * base * base;
    }
  });
  double sum = 0;
  for (double row : sums) sum += row;
  return sum;
}

}  // namespace detail

/// The unbiased squared maximum mean discrepancy with the kernel (x . y / d + 1)^3.
///
/// Subsets are drawn without replacement, by what the samples are and not by how they came, and do
/// not overlap until all samples were used. The standard error is the subsets' deviation times
/// sqrt(max(1 / subsets, size / n) / (1 - size / n)): subsets that overlap say less than their
/// number promises.
///
/// Shapes: real (n, d), fake (m, d).
/// Errors: ConfigError for different numbers of features, no subsets, or a size below 2 or above n
///         or m.
/// Cost:   2 subsets size^2 d multiplications in double.
/// Source: Binkowski et al. 2018; Gretton et al. 2012, lemma 6.
template <class A = simd::Arch, class T>
KernelDistance kernel_distance(const Tensor<T, 2>& real, const Tensor<T, 2>& fake,
                               KernelDistanceConfig config = {}) {
  detail::check_features(real, fake);
  const std::size_t n = std::min(real.shape(0), fake.shape(0)), d = real.shape(1);
  const std::size_t size = config.size > 0 ? config.size : std::clamp<std::size_t>(n / 2, 2, 1000);
  if (config.subsets == 0) throw ConfigError("subsets", "at least 1", "0");
  if (size < 2 || size > n) {
    throw ConfigError("size of a subset",
                      std::string("2 to ") + std::to_string(n) + ", the samples of a side",
                      std::to_string(size));
  }
  const std::size_t stride = cpu::spread_stride<double>(d);
  Tensor<double, 2> x({size, stride}, 0.0), y({size, stride}, 0.0);
  Tensor<double, 2> products = Tensor<double, 2>::from_shape({size, size});
  const std::vector<std::size_t> real_rows = sorted_rows(real), fake_rows = sorted_rows(fake);
  const auto take = [&](const Tensor<T, 2>& from, const std::vector<std::size_t>& rows,
                        std::size_t subset, std::uint64_t seed, Tensor<double, 2>& to) {
    const std::size_t in_epoch = rows.size() / size;
    const data::Permutation order(seed, subset / in_epoch, rows.size());
    for (std::size_t i = 0; i < size; ++i) {
      const auto place = static_cast<std::size_t>(order(subset % in_epoch * size + i));
      std::copy_n(&from(rows[place], 0), d, &to(i, 0));
    }
  };
  const auto pairs = static_cast<double>(size) * static_cast<double>(size - 1) / 2;
  const auto all = static_cast<double>(size) * static_cast<double>(size);
  double sum = 0, squares = 0;
  for (std::size_t subset = 0; subset < config.subsets; ++subset) {
    take(real, real_rows, subset, config.seed, x);
    take(fake, fake_rows, subset, ~config.seed, y);  // another row of random numbers
    const double value = detail::kernel_sum<A>(x, x, d, cpu::Part::lower, products) / pairs +
                         detail::kernel_sum<A>(y, y, d, cpu::Part::lower, products) / pairs -
                         2 * detail::kernel_sum<A>(x, y, d, cpu::Part::all, products) / all;
    sum += value;
    squares += value * value;
  }
  const auto subsets = static_cast<double>(config.subsets);
  KernelDistance result{sum / subsets, std::numeric_limits<double>::quiet_NaN(), config.subsets,
                        size};
  const double share = static_cast<double>(size) / static_cast<double>(n);
  if (config.subsets > 1 && size < n) {
    const double variance = std::max(0.0, squares - sum * result.value) / (subsets - 1);
    result.standard_error = std::sqrt(variance * std::max(1 / subsets, share) / (1 - share));
  }
  return result;
}

}  // namespace saddle
