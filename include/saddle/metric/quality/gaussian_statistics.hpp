// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/elementwise.hpp>
#include <saddle/backend/cpu/linalg/matrix_product.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/tensor.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <type_traits>
#include <vector>

namespace saddle {

/// The Gaussian that has the mean and the covariance of some samples' features.
struct GaussianStatistics {
  Tensor<double, 1> mean;        ///< (d)
  Tensor<double, 2> covariance;  ///< (d, d), unbiased: divided by n - 1
  std::size_t n = 0;             ///< samples; 0 where a file does not say how many
};

/// Gathers mean and covariance of features that come batch by batch.
///
/// Rows are gathered in blocks of 1024 wherever the batches end, so the result does not depend on
/// how the samples were cut into calls, nor on the number of workers.
///
/// Accuracy: products of T over 256 samples, taken from the first block's mean, are summed up in
///           double; the mean is a sum of doubles. float: about 1e-7 of the covariance.
/// Cost:   d^2 / 2 multiplications a sample; 12 d^2 + 4096 d bytes for float.
template <class T, class A = simd::Arch>
class GaussianStatisticsOf {
 public:
  /// Errors: ConfigError for features without numbers.
  explicit GaussianStatisticsOf(std::size_t d)
      : d_(d),
        rows_({block, cpu::spread_stride<T>(d)}, T(0)),
        scatter_({d, cpu::spread_stride<double>(d)}, 0.0),
        sums_(d, 0.0),
        origin_(d, T(0)) {
    if (d == 0) throw ConfigError("features", "at least one number a sample", "none");
  }

  /// Takes `n` samples. Shapes: features (n, d).
  void add(const T* features, std::size_t n) {
    for (std::size_t done = 0; done < n;) {
      const std::size_t count = std::min(n - done, block - filled_);
      for (std::size_t i = 0; i < count; ++i) {
        std::copy_n(features + (done + i) * d_, d_, &rows_(filled_ + i, 0));
      }
      filled_ += count;
      done += count;
      if (filled_ == block) flush();
    }
  }

  /// Errors: ConfigError for features of another size.
  void add(const Tensor<T, 2>& features) {
    if (features.shape(1) != d_) {
      throw ConfigError("features", std::to_string(d_) + " numbers a sample",
                        std::to_string(features.shape(1)));
    }
    add(features.data(), features.shape(0));
  }

  /// Mean and covariance of all that was added; the last call.
  ///
  /// Errors: ConfigError for fewer than two samples.
  GaussianStatistics finish() {
    flush();
    if (n_ < 2) throw ConfigError("samples", "at least 2 for a covariance", std::to_string(n_));
    const auto n = static_cast<double>(n_);
    GaussianStatistics result{Tensor<double, 1>::from_shape({d_}),
                              Tensor<double, 2>::from_shape({d_, d_}), n_};
    for (std::size_t j = 0; j < d_; ++j) {
      sums_[j] /= n;  // the mean seen from the origin
      result.mean(j) = static_cast<double>(origin_[j]) + sums_[j];
    }
    constexpr std::size_t tile = 64;  // the transposed copy stays in the cache
    const std::size_t tiles = (d_ + tile - 1) / tile;
    parallel::for_each(tiles, [&](std::size_t task) {
      const std::size_t last = std::min(d_, (task + 1) * tile);
      for (std::size_t begin = 0; begin <= task * tile; begin += tile) {
        for (std::size_t i = task * tile; i < last; ++i) {
          const std::size_t end = std::min(i + 1, begin + tile);
          for (std::size_t j = begin; j < end; ++j) {
            const double value = (scatter_(i, j) - n * sums_[i] * sums_[j]) / (n - 1);
            result.covariance(i, j) = value;
            result.covariance(j, i) = value;
          }
        }
      }
    });
    return result;
  }

 private:
  static constexpr std::size_t block = 1024;

  /// Takes the gathered rows into the sums.
  void flush() {
    if (filled_ == 0) return;
    const std::size_t stride = rows_.shape(1);
    if (n_ == 0) {
      std::vector<double> mean(d_, 0.0);
      for (std::size_t i = 0; i < filled_; ++i) {
        for (std::size_t j = 0; j < d_; ++j) mean[j] += static_cast<double>(rows_(i, j));
      }
      for (std::size_t j = 0; j < d_; ++j) {
        origin_[j] = static_cast<T>(mean[j] / static_cast<double>(filled_));
      }
    }
    constexpr std::size_t columns = 256;  // of a task: their sums are its own
    parallel::for_each((d_ + columns - 1) / columns, [&](std::size_t task) {
      const std::size_t last = std::min(d_, (task + 1) * columns);
      for (std::size_t i = 0; i < filled_; ++i) {
        T* const row = &rows_(i, 0);
        cpu::for_registers<simd::width<T, A>>(
            task * columns, last, [&](std::size_t j, auto lanes) __attribute__((always_inline)) {
              const auto from_origin =
                  simd::load_partial<A>(row + j, lanes) - simd::load_partial<A>(&origin_[j], lanes);
              simd::store_partial(row + j, from_origin, lanes);
              cpu::AccumulateWide{sums_.data(), 0}(from_origin, 0, j, lanes);
            });
      }
    });
    using Factors = cpu::ProductOf<T>;
    cpu::add_product<A, cpu::Left::columns, cpu::Right::rows>(
        Factors{rows_.data(), stride, rows_.data(), stride, d_, d_, filled_},
        cpu::AccumulateWide{scatter_.data(), scatter_.shape(1)}, cpu::Part::lower);
    n_ += filled_;
    filled_ = 0;
  }

  std::size_t d_, n_ = 0, filled_ = 0;
  Tensor<T, 2> rows_;          // (block, d and padding)
  Tensor<double, 2> scatter_;  // (d, d and padding): sums of products from the origin, lower half
  std::vector<double> sums_;   // of samples from the origin
  std::vector<T> origin_;
};

/// Mean and covariance of features.
///
/// Where samples are few the products are doubles, so that the covariance keeps the rank it has.
///
/// Shapes: features (n, d).
/// Errors: ConfigError for fewer than two samples.
/// Accuracy: as `GaussianStatisticsOf`; for n <= 2 d as for doubles.
template <class T, class A = simd::Arch>
GaussianStatistics gaussian_statistics(const Tensor<T, 2>& features) {
  const auto gathered = [](const auto& numbers) {
    GaussianStatisticsOf<std::decay_t<decltype(numbers(0, 0))>, A> statistics(numbers.shape(1));
    statistics.add(numbers);
    return statistics.finish();
  };
  if (features.shape(0) <= 2 * features.shape(1)) return gathered(Tensor<double, 2>(features));
  return gathered(features);
}

}  // namespace saddle
