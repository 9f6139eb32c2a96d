// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

namespace saddle {

/// How a model's samples spread over the data.
struct Spread {
  double coverage = 0;    ///< share of the data with a sample in its neighbourhood
  double duplicates = 0;  ///< share of the samples that lie closer to another one than data do
};

/// Measures coverage and duplicates of samples against a fixed batch of data.
///
/// The neighbourhood of a data point is the ball that holds a fifth of the batch, so coverage sees
/// dropped modes and not the finish of those that are there. Two samples are duplicates if they
/// are ten times closer than neighbours in the data usually are; where data usually repeat each
/// other, none are. The ball of a datum with so many equals reaches half way to the fifth of the
/// batch that is nearest without them; where all data are equal, it holds everything.
///
/// Shapes: data (n, d...), n at least 10; samples (m, d...).
/// Errors: ConfigError for fewer data, or samples of another size.
/// Cost:   n^2 d once, then (n + m) m d; nothing is allocated after construction.
/// Source: coverage as Naeem et al. 2020 define it, with a coarse neighbourhood.
class SpreadMeter {
 public:
  template <class X>
  explicit SpreadMeter(const X& data) : n_(data.shape()[0]), data_(data.begin(), data.end()) {
    if (n_ < 10) throw ConfigError("SpreadMeter: data", "at least 10", std::to_string(n_));
    d_ = data_.size() / n_;
    std::vector<double> squares(n_), nearest(n_);
    const std::size_t fifth = n_ / 5;
    const auto nth = [&](std::size_t count) {  // the count-th smallest
      const auto place = squares.begin() + static_cast<std::ptrdiff_t>(count - 1);
      std::nth_element(squares.begin(), place, squares.end());
      return *place;
    };
    for (std::size_t i = 0; i < n_; ++i) {
      for (std::size_t j = 0; j < n_; ++j) squares[j] = square(&data_[i * d_], &data_[j * d_]);
      squares[i] = infinite;
      double reach = nth(fifth);
      nearest[i] = *std::min_element(squares.begin(), squares.begin() + static_cast<long>(fifth));
      if (reach == 0) {
        std::replace(squares.begin(), squares.end(), 0.0, infinite);
        const auto others = static_cast<std::size_t>(
            std::count_if(squares.begin(), squares.end(), [](double s) { return s < infinite; }));
        reach = others == 0 ? infinite : nth(std::min(fifth, others)) / 4;
      }
      reach_.push_back(reach);
    }
    std::nth_element(nearest.begin(), nearest.begin() + static_cast<long>(n_ / 2), nearest.end());
    duplicate_ = nearest[n_ / 2] / 100;  // squares: a tenth of the distance
  }

  template <class X>
  Spread operator()(const X& samples) const {
    const std::size_t m = samples.shape()[0];
    if (m == 0 || samples.size() != m * d_) {
      throw ConfigError("SpreadMeter: samples", std::to_string(d_) + " numbers each",
                        std::to_string(samples.size() / std::max<std::size_t>(m, 1)));
    }
    const auto* const fakes = samples.data();
    std::size_t covered = 0, twice = 0;
    for (std::size_t i = 0; i < n_; ++i) {
      for (std::size_t j = 0; j < m; ++j) {
        if (!(square(&data_[i * d_], fakes + j * d_) <= reach_[i])) continue;
        ++covered;
        break;
      }
    }
    for (std::size_t i = 0; i < m; ++i) {
      for (std::size_t j = 0; j < m; ++j) {
        if (i == j || !(square(fakes + i * d_, fakes + j * d_) < duplicate_)) continue;
        ++twice;
        break;
      }
    }
    return {static_cast<double>(covered) / static_cast<double>(n_),
            static_cast<double>(twice) / static_cast<double>(m)};
  }

 private:
  static constexpr double infinite = std::numeric_limits<double>::infinity();

  template <class A, class B>
  double square(const A* a, const B* b) const {
    double sum = 0;
    for (std::size_t k = 0; k < d_; ++k) {
      const double away = static_cast<double>(a[k]) - static_cast<double>(b[k]);
      sum += away * away;
    }
    return sum;
  }

  std::size_t n_, d_ = 0;
  std::vector<double> data_;   // (n, d)
  std::vector<double> reach_;  // (n), squared
  double duplicate_ = 0;       // squared
};

}  // namespace saddle
