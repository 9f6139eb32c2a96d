// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/text/name.hpp>
#include <saddle/divergence/interval.hpp>

#include <boost/math/tools/minima.hpp>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

/// Exact values of divergences, to hold trained critics and samplers against.
namespace saddle::exact {

/// The convex conjugate f*(t) = sup over u >= 0 of u t - f(u) of any function of a density ratio,
/// +infinity where there is no bound.
///
/// A grid of log u from -40 to 300 finds the best hills, so f need not be convex; Brent's method
/// then climbs them. A well of f that is narrower than 5 % of its place may be missed.
///
/// Accuracy: about 1e-8 relative to the larger of |u t| and |f(u)| at the best u.
/// Cost: about 1,600 evaluations of f.
template <std::invocable<double> F>
double conjugate(F f, double t) {
  constexpr double lowest = -40, fine_until = 20, highest = 300;  // of log u
  constexpr double fine = 0.05, coarse = 0.5;                     // steps of log u
  constexpr double rounding = 4 * std::numeric_limits<double>::epsilon();
  // At large u both terms nearly cancel: what is gained has to exceed the rounding.
  const auto gain = [&](double log_u) {
    const double u = std::exp(log_u), cost = f(u);
    const double value = u * t - cost - rounding * (std::abs(u * t) + std::abs(cost));
    return std::isnan(value) ? -infinity : value;
  };
  std::vector<double> places;
  const int cells = static_cast<int>((fine_until - lowest) / fine + 0.5);
  for (int i = 0; i <= cells; ++i) places.push_back(lowest + (fine_until - lowest) * i / cells);
  while (places.back() < highest) places.push_back(places.back() + coarse);
  std::vector<double> gains;
  for (double log_u : places) gains.push_back(gain(log_u));
  const double at_zero = -f(0.0);
  double best = *std::max_element(gains.begin(), gains.end());
  if (best == gains.back() && best > -infinity) return infinity;
  if (!std::isnan(at_zero)) best = std::max(best, at_zero);
  const auto loss = [&](double log_u) {
    return std::min(-gain(log_u), std::numeric_limits<double>::max());
  };
  // Every hill that the grid's error may have hidden behind another.
  const double close = best - 0.1 * std::max(1.0, std::abs(best));
  constexpr int bits = std::numeric_limits<double>::digits / 2;
  for (std::size_t i = 1; i + 1 < places.size(); ++i) {
    if (gains[i] < close || gains[i] < gains[i - 1] || gains[i] <= gains[i + 1]) continue;
    const double low = places[i - 1], high = places[i + 1];
    best = std::max(best, -boost::math::tools::brent_find_minima(loss, low, high, bits).second);
  }
  return best;
}

/// The biconjugate f**(u) = sup over t of u t - f*(t), for u > 0: the largest convex function below
/// f, and f itself exactly where f is convex and lower semicontinuous.
///
/// Accuracy: about 1e-7 relative to the larger of |u t| and |f(u)|, for slopes t up to 1e17.
/// Cost: about a hundred conjugates.
/// Errors: ConfigError for u <= 0.
template <std::invocable<double> F>
double biconjugate(F f, double u) {
  if (!(u > 0)) throw ConfigError("biconjugate: u", "a positive number", shortest_text(u));
  constexpr double low = -40;  // of asinh t: u t - f* is concave in t, unimodal in asinh t
  double high = -low;
  if (!std::isfinite(conjugate(f, std::sinh(high)))) {  // f* has a domain: look for its end
    double inside = low;
    for (int halving = 0; halving < 60; ++halving) {
      const double middle = (inside + high) / 2;
      (std::isfinite(conjugate(f, std::sinh(middle))) ? inside : high) = middle;
    }
    high = inside;
  }
  const auto loss = [&](double s) {
    const double t = std::sinh(s);
    return conjugate(f, t) - u * t;
  };
  constexpr int bits = std::numeric_limits<double>::digits / 2;
  const double inner = boost::math::tools::brent_find_minima(loss, low, high, bits).second;
  return -std::min(inner, loss(high));
}

}  // namespace saddle::exact
