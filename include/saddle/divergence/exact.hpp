// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/text/name.hpp>
#include <saddle/core/text/number.hpp>
#include <saddle/divergence/divergence.hpp>

#include <boost/math/quadrature/gauss.hpp>

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

/// Exact values of divergences, to hold trained critics and samplers against.
namespace saddle::exact {

/// A normal distribution on the line.
struct Normal {
  double mean;
  double sd;

  double log_density(double x) const {
    const double z = (x - mean) / sd;
    return -0.5 * z * z - std::log(sd) - 0.5 * std::log(2 * std::numbers::pi);
  }
  double cumulative(double x) const {
    return 0.5 * std::erfc((mean - x) / (sd * std::numbers::sqrt2));
  }
};

/// What one atom, p under the first and q under the second distribution, adds to D_f: q f(p/q).
/// At q = 0 that is p f'(infinity), which needs a divergence that states its derivative.
template <Divergence D>
double atom(double p, double q) {
  if (q > 0) return q * D::f(p / q);
  return p > 0 ? p * derivative_of<D>(infinity) : 0;
}

/// D_f between coins that show 1 with probability p and q.
template <Divergence D>
double bernoulli(double p, double q) {
  return atom<D>(p, q) + atom<D>(1 - p, 1 - q);
}

/// D_f between distributions with disjoint supports, f(0) + f'(infinity).
template <Divergence D>
double disjoint() {
  return atom<D>(0, 1) + atom<D>(1, 0);
}

/// D_f between two histograms of the same bins, whose counts or weights are relative.
///
/// Errors: ConfigError for another number of bins, a negative weight or a side without any.
template <Divergence D>
double histogram(std::span<const double> p, std::span<const double> q) {
  if (p.size() != q.size()) {
    throw ConfigError("histogram: bins of q", std::to_string(p.size()) + ", as p has",
                      std::to_string(q.size()));
  }
  const auto total = [](std::span<const double> weights) {
    double sum = 0;
    for (double weight : weights) sum += weight >= 0 ? weight : std::nan("");
    if (!(sum > 0 && sum < infinity)) {
      throw ConfigError("histogram: weights", "none negative, some positive, all finite",
                        std::string("a sum of ") + shortest_text(sum));
    }
    return sum;
  };
  const double total_p = total(p), total_q = total(q);
  double sum = 0;
  for (std::size_t i = 0; i < p.size(); ++i) sum += atom<D>(p[i] / total_p, q[i] / total_q);
  return sum;
}

/// What one point adds to D_f, q f(p / q), of the logarithms of both densities.
///
/// Far from 1 the ratio and its f go beyond double where the product does not. Still further away f
/// grows, or f(u) / u does, as the logarithm at most: where it grows faster, D_f is no double.
template <Divergence D>
double point(double log_p, double log_q) {
  constexpr double usual = 200;                                       // whose cube is a double
  const double log_ratio = std::clamp(log_p - log_q, -1e300, 1e300);  // a density may be 0
  if (std::abs(log_ratio) <= usual) return std::exp(log_q) * D::f(std::exp(log_ratio));
  using Wide = long double;
  const auto of_larger = [&](Wide r) {  // q f(p / q) of the larger density
    const Wide u = std::exp(r);
    return r > 0 ? D::f(u) / u : D::f(u);
  };
  constexpr Wide most = std::numeric_limits<Wide>::max_exponent * std::numbers::ln2_v<Wide> / 4;
  const Wide nearest = std::clamp(Wide(log_ratio), -most, most);
  Wide value = of_larger(nearest);
  if (nearest != log_ratio) {
    value += (value - of_larger(nearest / 2)) * (2 * (log_ratio - nearest) / nearest);
  }
  const Wide larger = std::exp(Wide(std::max(log_p, log_q)));
  return larger > 0 ? static_cast<double>(larger * value) : 0;
}

/// The integral over [low, high] by halves, down to where halves of halves add up to them.
template <std::invocable<double> F>
double halved(const F& f, double low, double high, double whole, double tolerance, int depth = 15) {
  using Rule = boost::math::quadrature::gauss<double, 30>;
  const double middle = std::midpoint(low, high);
  const double left = Rule::integrate(f, low, middle), right = Rule::integrate(f, middle, high);
  if (depth == 0 || !(std::abs(left + right - whole) > tolerance)) return left + right;
  return halved(f, low, middle, left, tolerance, depth - 1) +
         halved(f, middle, high, right, tolerance, depth - 1);
}

/// D_f between two densities on [low, high], given by their logarithms.
///
/// Accuracy: 1e-10 of the integral, or of `least` if that is more, for smooth densities of unit
///           scale; an infinite integral is not seen.
template <Divergence D, std::invocable<double> LogP, std::invocable<double> LogQ>
double integral(LogP log_p, LogQ log_q, double low, double high, double least = 0) {
  const auto integrand = [&](double x) { return point<D>(log_p(x), log_q(x)); };
  using Rule = boost::math::quadrature::gauss<double, 30>;
  const double whole = Rule::integrate(integrand, low, high);
  return halved(integrand, low, high, whole, 1e-12 * std::max(std::abs(whole), least));
}

/// f lifted to 1 at u = 1: its integral is that much above D_f, so that quadrature knows what is
/// small where p and q are nearly equal.
template <Divergence D>
struct Lifted {
  static constexpr double height = 1 - at_one<D>;

  template <class T>
  SADDLE_HD static constexpr T f(T u) {
    return D::f(u) + T(height);
  }
};

/// D_f(p||q) by quadrature over the pieces between the sorted `ends`.
template <Divergence D, class P>
double piecewise(const P& p, const Normal& q, std::span<const double> ends) {
  const auto log_p = [&](double x) { return p.log_density(x); };
  const auto log_q = [&](double x) { return q.log_density(x); };
  double sum = 0;
  for (std::size_t i = 1; i < ends.size(); ++i) {
    sum += integral<Lifted<D>>(log_p, log_q, ends[i - 1], ends[i], 1) -
           Lifted<D>::height * (q.cumulative(ends[i]) - q.cumulative(ends[i - 1]));
  }
  return sum;
}

/// KL(p||q).
inline double kullback_leibler(const Normal& p, const Normal& q) {
  const double shift = p.mean - q.mean;
  return std::log(q.sd / p.sd) + (p.sd * p.sd + shift * shift) / (2 * q.sd * q.sd) - 0.5;
}

/// The integral of p^a q^(1-a), +infinity where it diverges.
inline double power_integral(double a, const Normal& p, const Normal& q) {
  const double variance = a * q.sd * q.sd + (1 - a) * p.sd * p.sd;
  if (variance <= 0) return infinity;
  const double shift = p.mean - q.mean;
  return std::pow(q.sd, a) * std::pow(p.sd, 1 - a) / std::sqrt(variance) *
         std::exp(-a * (1 - a) * shift * shift / (2 * variance));
}

/// Half the integral of |p - q|: the difference of masses between the points where p = q.
inline double total_variation(const Normal& p, const Normal& q) {
  const double shift = std::abs(p.mean - q.mean);
  if (p.sd == q.sd) return std::erf(shift / (2 * std::numbers::sqrt2 * p.sd));
  // log p - log q = (square x^2 + 2 linear x + constant) / 2
  const double square = 1 / (q.sd * q.sd) - 1 / (p.sd * p.sd);
  const double linear = p.mean / (p.sd * p.sd) - q.mean / (q.sd * q.sd);
  const double constant = 2 * (p.log_density(0) - q.log_density(0));
  const double root = std::sqrt(std::max(linear * linear - square * constant, 0.0));
  const double sum = -linear - std::copysign(root, linear);  // in which nothing cancels
  if (sum == 0) return 0;
  const double left = sum / square, right = constant / sum;
  return std::abs((p.cumulative(right) - p.cumulative(left)) -
                  (q.cumulative(right) - q.cumulative(left)));
}

/// The Wasserstein-1 distance: the mean of |p.mean - q.mean + (p.sd - q.sd) z|.
inline double wasserstein(const Normal& p, const Normal& q) {
  const double shift = p.mean - q.mean;
  const double spread = std::abs(p.sd - q.sd);
  if (spread == 0) return std::abs(shift);
  const double z = shift / spread;
  return spread * std::sqrt(2 / std::numbers::pi) * std::exp(-0.5 * z * z) +
         shift * std::erf(z / std::numbers::sqrt2);
}

/// The squared Wasserstein-2 distance, which is the Frechet distance on the line.
inline double squared_wasserstein2(const Normal& p, const Normal& q) {
  return (p.mean - q.mean) * (p.mean - q.mean) + (p.sd - q.sd) * (p.sd - q.sd);
}

namespace detail {
/// Adds the places between which a normal density is smooth to quadrature; beyond the outer ones it
/// is no double.
inline void add_ends(std::vector<double>& ends, const Normal& n) {
  for (const double reach : {-40, -12, 0, 12, 40}) ends.push_back(n.mean + reach * n.sd);
}
}  // namespace detail

/// The formula behind `gaussian` of one divergence; quadrature where there is none.
template <class D>
double gaussian_value(std::type_identity<D>, const Normal& p, const Normal& q) {
  std::vector<double> ends;
  detail::add_ends(ends, p);
  detail::add_ends(ends, q);
  std::ranges::sort(ends);
  return piecewise<D>(p, q, ends);
}
inline double gaussian_value(std::type_identity<TotalVariation>, const Normal& p, const Normal& q) {
  return total_variation(p, q);
}
inline double gaussian_value(std::type_identity<KL>, const Normal& p, const Normal& q) {
  return kullback_leibler(p, q);
}
inline double gaussian_value(std::type_identity<ReverseKL>, const Normal& p, const Normal& q) {
  return kullback_leibler(q, p);
}
inline double gaussian_value(std::type_identity<Jeffrey>, const Normal& p, const Normal& q) {
  return kullback_leibler(p, q) + kullback_leibler(q, p);
}
inline double gaussian_value(std::type_identity<Pearson>, const Normal& p, const Normal& q) {
  return power_integral(2, p, q) - 1;
}
inline double gaussian_value(std::type_identity<Neyman>, const Normal& p, const Normal& q) {
  return power_integral(-1, p, q) - 1;
}
inline double gaussian_value(std::type_identity<SquaredHellinger>, const Normal& p,
                             const Normal& q) {
  return 2 - 2 * power_integral(0.5, p, q);
}
template <Number a>
double gaussian_value(std::type_identity<Alpha<a>>, const Normal& p, const Normal& q) {
  return (power_integral(a.value, p, q) - 1) / (a.value * (a.value - 1));
}

/// D_f between two normal distributions, +infinity where it is infinite; a divergence of the
/// user's own goes through quadrature, which cannot see that.
///
/// Accuracy: 1e-12 for the closed forms, 1e-10 by quadrature, both of 1 + D_f.
template <Divergence D>
double gaussian(const Normal& p, const Normal& q) {
  // Where both lie and how wide they are tell nothing; far from 0 digits of x would be lost, and
  // the narrower one would miss them first.
  const Normal& unit = p.sd < q.sd ? p : q;
  const auto scaled = [&](const Normal& n) {
    return Normal{(n.mean - unit.mean) / unit.sd, n.sd / unit.sd};
  };
  return gaussian_value(std::type_identity<D>{}, scaled(p), scaled(q));
}

}  // namespace saddle::exact
