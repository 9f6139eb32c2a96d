// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/divergence/concept.hpp>
#include <saddle/divergence/exact.hpp>
#include <saddle/divergence/nelder_mead.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

namespace saddle::exact {

/// A mixture of normal distributions on the line.
struct NormalMixture {
  struct Part {
    double weight;
    Normal normal;
  };

  std::vector<Part> parts;  // weights are relative

  /// Does not underflow where the density does.
  double log_density(double x) const {
    double largest = -infinity, total = 0, sum = 0;
    for (const Part& part : parts) {
      largest = std::max(largest, std::log(part.weight) + part.normal.log_density(x));
    }
    for (const Part& part : parts) {
      sum += std::exp(std::log(part.weight) + part.normal.log_density(x) - largest);
      total += part.weight;
    }
    return largest + std::log(sum / total);
  }
};

/// D_f(p||q) of a mixture and one normal distribution, by quadrature over all of both that double
/// can see.
///
/// Accuracy: 1e-10; an infinite integral shows as a very large number.
template <Divergence D>
double divergence(const NormalMixture& p, const Normal& q) {
  constexpr double reach = 12, core = 3;  // standard deviations
  std::vector<double> ends{q.mean - reach * q.sd, q.mean - core * q.sd, q.mean,
                           q.mean + core * q.sd, q.mean + reach * q.sd};
  for (const NormalMixture::Part& part : p.parts) {
    const Normal& normal = part.normal;
    ends.insert(ends.end(),
                {normal.mean - reach * normal.sd, normal.mean, normal.mean + reach * normal.sd});
  }
  return piecewise<D>(p, q, ends, 0.05 * q.sd);
}

/// A normal distribution that was fitted, and how far from the target it is.
struct NormalFit {
  Normal normal;
  double divergence;
};

/// The normal distribution q that minimises D_f(p||q): what a perfect critic would make a generator
/// x = m + s z learn. It covers or seeks the modes of p, as D has it.
///
/// Starts from several places, the best of which counts: some divergences have a minimum per mode.
///
/// Accuracy: 1e-5 in mean and deviation for parts of unit size.
template <Divergence D>
NormalFit fit_normal(const NormalMixture& p) {
  double weight = 0, mean = 0, square = 0;
  for (const NormalMixture::Part& part : p.parts) {
    const Normal& n = part.normal;
    weight += part.weight;
    mean += part.weight * n.mean;
    square += part.weight * (n.sd * n.sd + n.mean * n.mean);
  }
  mean /= weight;
  std::vector<Normal> starts{{mean, std::sqrt(square / weight - mean * mean)}};
  for (const NormalMixture::Part& part : p.parts) starts.push_back(part.normal);
  const auto at = [](const std::array<double, 2>& x) { return Normal{x[0], std::exp(x[1])}; };
  const auto loss = [&](const std::array<double, 2>& x) { return divergence<D>(p, at(x)); };
  NormalFit best{{}, infinity};
  for (const Normal& start : starts) {
    const Normal q = at(nelder_mead<2>(loss, {start.mean, std::log(start.sd)}, 0.2, 1e-6));
    const double reached = divergence<D>(p, q);
    if (reached < best.divergence) best = {q, reached};
  }
  return best;
}

}  // namespace saddle::exact
