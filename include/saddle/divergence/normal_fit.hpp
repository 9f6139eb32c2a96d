// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/text/name.hpp>
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
#include <numeric>
#include <span>
#include <string>
#include <type_traits>
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

  /// The mass below x.
  double cumulative(double x) const {
    double total = 0, sum = 0;
    for (const Part& part : parts) {
      sum += part.weight * part.normal.cumulative(x);
      total += part.weight;
    }
    return sum / total;
  }
};

/// Where a function changes its sign between two places, one of which it is below 0 at.
template <std::invocable<double> F>
double sign_change(const F& f, double low, double high) {
  const bool rises = f(low) < 0;
  while (true) {
    const double middle = std::midpoint(low, high);
    if (middle == low || middle == high) return middle;
    ((f(middle) < 0) == rises ? low : high) = middle;
  }
}

/// D_f(p||q) by quadrature between the ends, which are sorted.
template <class D>
double mixture_value(std::type_identity<D>, const NormalMixture& p, const Normal& q,
                     std::span<const double> ends) {
  return piecewise<D>(p, q, ends);
}
/// Half the integral of |p - q|: the differences of masses between the points where p = q.
/// Quadrature would look for the kinks there.
inline double mixture_value(std::type_identity<TotalVariation>, const NormalMixture& p,
                            const Normal& q, std::span<const double> ends) {
  constexpr int steps = 32;  // in which p - q is taken to change its sign once at most
  const auto difference = [&](double x) { return p.log_density(x) - q.log_density(x); };
  const auto above = [&](double x) { return p.cumulative(x) - q.cumulative(x); };
  double sum = 0, begin = ends.front();
  const auto add_until = [&](double end) {
    sum += std::abs(above(end) - above(begin));
    begin = end;
  };
  for (std::size_t i = 1; i < ends.size(); ++i) {
    for (int step = 0; step < steps; ++step) {
      const double low = std::lerp(ends[i - 1], ends[i], static_cast<double>(step) / steps);
      const double high = std::lerp(ends[i - 1], ends[i], (step + 1.0) / steps);
      if ((difference(low) < 0) == (difference(high) < 0)) continue;
      add_until(sign_change(difference, low, high));
    }
  }
  add_until(ends.back());
  return sum / 2;
}

/// Errors: ConfigError unless there are parts of finite mean, deviation above 0 and weight.
inline void require_parts(const NormalMixture& p) {
  double total = 0;
  for (const auto& [weight, normal] : p.parts) {
    const bool normal_fits =
        std::isfinite(normal.mean) && normal.sd > 0 && std::isfinite(normal.sd);
    total += normal_fits && weight >= 0 ? weight : std::nan("");
  }
  if (total > 0 && std::isfinite(total)) return;
  throw ConfigError("NormalMixture: parts", "finite means and deviations above 0, a sum of weights",
                    shortest_text(total));
}

/// D_f(p||q) of a mixture and one normal distribution, over all of both that double can see.
///
/// Accuracy: 1e-10 of 1 + D_f; an infinite integral shows as a very large number.
/// Errors: ConfigError for a mixture without weight, or numbers that no normal distribution has.
template <Divergence D>
double divergence(const NormalMixture& p, const Normal& q) {
  require_parts(p);
  // Where q lies and how wide it is tell nothing, and far from 0 digits of x would be lost.
  const Normal unit{0, 1};
  NormalMixture scaled = p;
  std::vector<double> ends{-3, 3};
  detail::add_ends(ends, unit);
  for (auto& [weight, normal] : scaled.parts) {
    normal = {(normal.mean - q.mean) / q.sd, normal.sd / q.sd};
    detail::add_ends(ends, normal);
  }
  std::ranges::sort(ends);
  return mixture_value(std::type_identity<D>{}, scaled, unit, ends);
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
