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

/// The generalised Pareto distribution of what is above a threshold: P(X > x) falls like
/// x^(-1/shape) for shape > 0, like e^(-x/scale) for 0, and ends for shape < 0.
///
/// The mean of such a tail is finite for shape < 1, its variance for shape < 1/2.
struct GeneralisedPareto {
  double shape = -std::numeric_limits<double>::infinity();  // no tail
  double scale = 0;

  /// The x that a share `p` of the samples, 0 <= p < 1, does not reach.
  double quantile(double p) const {
    const double rest = std::log1p(-p);
    return shape == 0 ? -scale * rest : scale * std::expm1(-shape * rest) / shape;
  }
};

/// The generalised Pareto distribution that fits `excesses` above a threshold.
///
/// With few excesses the shape is drawn towards 1/2, by the weight of ten of them. That of fewer
/// than five is not known (NaN); no excess is no tail.
///
/// Shapes: excesses in ascending order, all positive.
/// Source: Zhang and Stephens 2009; the weak prior is that of Vehtari et al. 2015, appendix C.
inline GeneralisedPareto fit_pareto(std::span<const double> excesses) {
  const std::size_t n = excesses.size();
  if (n == 0) return {};
  if (n < 5) return {.shape = std::numeric_limits<double>::quiet_NaN()};
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
  double weight = 0, sum = 0;
  for (std::size_t j = 0; j < points; ++j) {
    const double w = std::exp(likelihood[j] - highest);
    weight += w;
    sum += w * b[j];
  }
  const double mean = sum / weight;
  const double shape = mean_log(mean);
  constexpr double prior = 10;  // excesses that say 1/2
  return {(count * shape + prior * 0.5) / (count + prior), -shape / mean};
}

/// The upper tail of terms: those above a threshold, and the distribution of how far above.
struct UpperTail {
  std::size_t size = 0;
  double threshold = 0;
  double weight = 0;  ///< what the five largest excesses add to the mean of the terms
  GeneralisedPareto excess{};

  /// Puts the largest min(n / 5, 3 sqrt n) of the terms first, in descending order, and fits those
  /// among them that are above the next one. Equal terms have no tail; that of fewer than five
  /// different ones is not known.
  explicit UpperTail(std::span<double> terms) {
    constexpr std::size_t few = 5;
    const auto n = static_cast<double>(terms.size());
    const auto largest = static_cast<std::size_t>(std::min(n / 5, 3 * std::sqrt(n)));
    if (largest == 0) {
      if (terms.empty()) return;
      threshold = *std::min_element(terms.begin(), terms.end());
      for (double term : terms) weight += (term - threshold) / n;
      if (weight > 0) excess.shape = std::numeric_limits<double>::quiet_NaN();
      return;
    }
    const auto next = terms.begin() + static_cast<std::ptrdiff_t>(largest);
    std::partial_sort(terms.begin(), next + 1, terms.end(), std::greater<>());
    threshold = *next;
    while (size < largest && terms[size] > threshold) ++size;
    std::vector<double> excesses;
    for (std::size_t i = size; i-- > 0;) excesses.push_back(terms[i] - threshold);
    for (std::size_t i = 0; i < std::min(size, few); ++i) weight += (terms[i] - threshold) / n;
    excess = fit_pareto(excesses);
  }
};

/// The tail index k-hat of the upper end of `terms`: whether their mean can be trusted.
///
/// NaN where there are too few terms to say.
///
/// Source: Vehtari et al. 2015 (PSIS); above 0.7 a mean of n terms is unreliable, above 1 there is
/// none.
inline double tail_index(std::vector<double> terms) { return UpperTail(terms).excess.shape; }

/// Smooths the upper tail of `terms` where it has no variance (k-hat above 1/2) and returns what it
/// was.
///
/// Each of the largest terms becomes the quantile at its rank of the tail's distribution, at most
/// the largest term seen. Their mean is then no longer at the mercy of a few of them; it may be
/// biased towards a lighter tail. The order of the terms is lost.
///
/// Source: Vehtari et al. 2015 (PSIS), section 2.
inline UpperTail smooth_tail(std::span<double> terms) {
  const UpperTail tail(terms);
  constexpr double no_variance = 0.5;
  if (tail.excess.shape > no_variance) {
    const double most = terms[0];
    for (std::size_t i = 0; i < tail.size; ++i) {
      const double above = (static_cast<double>(i) + 0.5) / static_cast<double>(tail.size);
      terms[i] = std::min(most, tail.threshold + tail.excess.quantile(1 - above));
    }
  }
  return tail;
}

}  // namespace saddle::inline per_set
