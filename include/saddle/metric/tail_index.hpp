// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <limits>
#include <span>
#include <vector>

namespace saddle::inline per_set {

/// The shape k of the generalised Pareto distribution that fits `excesses` above a threshold:
/// P(X > x) falls like x^(-1/k) for k > 0, like e^-x for k = 0, and ends for k < 0.
///
/// The mean of such a tail is finite for k < 1, its variance for k < 1/2. With few excesses the
/// answer is drawn towards 1/2, by the weight of ten of them. -infinity for fewer than five.
///
/// Shapes: excesses in ascending order, all positive.
/// Source: Zhang and Stephens 2009; the weak prior is that of Vehtari et al. 2015, appendix C.
inline double pareto_shape(std::span<const double> excesses) {
  const std::size_t n = excesses.size();
  if (n < 5) return -std::numeric_limits<double>::infinity();
  const auto count = static_cast<double>(n);
  const double largest = excesses[n - 1];
  const double quartile = excesses[static_cast<std::size_t>(count / 4 + 0.5) - 1];
  const auto mean_log = [&](double b) {
    double sum = 0;
    for (double x : excesses) sum += std::log1p(-b * x);
    return sum / count;
  };
  const std::size_t points = 30 + static_cast<std::size_t>(std::sqrt(count));
  std::vector<double> b(points), likelihood(points);
  for (std::size_t j = 0; j < points; ++j) {
    const double part = static_cast<double>(points) / (static_cast<double>(j) + 0.5);
    b[j] = 1 / largest + (1 - std::sqrt(part)) / (3 * quartile);
    const double k = mean_log(b[j]);
    likelihood[j] = count * (std::log(-b[j] / k) - k - 1);
  }
  const double highest = *std::max_element(likelihood.begin(), likelihood.end());
  double weight = 0, mean = 0;
  for (std::size_t j = 0; j < points; ++j) {
    const double w = std::exp(likelihood[j] - highest);
    weight += w;
    mean += w * b[j];
  }
  constexpr double prior = 10;  // excesses that say 1/2
  return (count * mean_log(mean / weight) + prior * 0.5) / (count + prior);
}

/// The tail index k-hat of the upper end of `terms`: whether their mean can be trusted.
///
/// The largest min(n / 5, 3 sqrt n) terms count. Equal terms have no tail: -infinity.
///
/// Source: Vehtari et al. 2015 (PSIS); above 0.7 a mean of n terms is unreliable, above 1 there is
/// none.
inline double tail_index(std::span<const double> terms) {
  const auto n = static_cast<double>(terms.size());
  const auto size = static_cast<std::size_t>(std::min(n / 5, 3 * std::sqrt(n)));
  std::vector<double> largest(size + 1);
  std::partial_sort_copy(terms.begin(), terms.end(), largest.begin(), largest.end(),
                         std::greater<>());
  std::vector<double> excesses;
  for (std::size_t i = size; i-- > 0;) {
    const double excess = largest[i] - largest[size];
    if (excess > 0) excesses.push_back(excess);
  }
  return pareto_shape(excesses);
}

}  // namespace saddle::inline per_set
