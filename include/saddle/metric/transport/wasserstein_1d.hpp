// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/cpu/elementwise.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/math.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/core/simd/lanes.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/metric/transport/area_between.hpp>
#include <saddle/metric/transport/masses.hpp>
#include <saddle/metric/transport/radix_sort.hpp>
#include <saddle/metric/transport/scaled_cost.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace saddle::inline per_set {

namespace transport {

/// The least and the greatest of some numbers, and whether all of them are finite.
struct Extent {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  bool finite = true;
};

template <class T>
Extent extent_of(std::span<const T> numbers) {
  using B = simd::Batch<T>;
  constexpr std::size_t width = simd::width<T>;
  const T first = numbers.empty() ? T(0) : numbers[0];
  B low(first), high(first), zero(T(0));
  std::size_t i = 0;
  for (; i + width <= numbers.size(); i += width) {
    const B value = simd::load(numbers.data() + i);
    low = math::min(low, value);
    high = math::max(high, value);
    zero = zero + value * B(T(0));  // NaN once a value is not finite
  }
  alignas(64) std::array<T, width> lows, highs;
  low.store_aligned(lows.data());
  high.store_aligned(highs.data());
  Extent extent;
  for (std::size_t k = 0; k < width; ++k) {
    extent.low = std::min(extent.low, static_cast<double>(lows[k]));
    extent.high = std::max(extent.high, static_cast<double>(highs[k]));
  }
  T rest = simd::reduce_add(zero);
  for (; i < numbers.size(); ++i) {
    extent.low = std::min(extent.low, static_cast<double>(numbers[i]));
    extent.high = std::max(extent.high, static_cast<double>(numbers[i]));
    rest += numbers[i] * T(0);
  }
  extent.finite = rest == T(0);
  return extent;
}

/// The mean of |x - y|^power over two sorted samples of equal size.
template <class T>
ScaledCost mean_cost_of_sorted(const T* x, const T* y, std::size_t n, double power) {
  const auto difference = [&](std::size_t i) {
    return static_cast<double>(x[i]) - static_cast<double>(y[i]);
  };
  double greatest = 0;
  if (power != 1) {
    for (std::size_t i = 0; i < n; ++i) greatest = std::max(greatest, std::abs(difference(i)));
  }
  const double unit = power == 1 ? 1 : unit_of(greatest, power);
  double rest = 0;
  std::size_t i = 0;
  if (power == 1 || power == 2) {
    using Doubles = simd::Batch<double>;
    Doubles sum(0.0), whole(unit);
    for (; i + simd::width<T> <= n; i += simd::width<T>) {
      const auto xs = simd::to_doubles(simd::load(x + i)), ys = simd::to_doubles(simd::load(y + i));
      for (std::size_t k = 0; k < xs.size(); ++k) {
        const Doubles size = (xs[k] - ys[k]) / whole;
        sum = sum + (power == 1 ? math::abs(size) : size * size);
      }
    }
    rest = simd::reduce_add(sum);
  }
  for (; i < n; ++i) rest += cost_of(difference(i), unit, power);
  return {unit, rest / static_cast<double>(n)};
}

/// Moves sorted samples of masses x_mass(i) onto those of y_mass(j), whose sums are equal up to
/// rounding, and calls f(i, j, mass) for each move. What is left of a mass is none up to
/// `rounding`: the root of a high power would make much of it.
template <class XMass, class YMass, class F>
void for_each_move(std::size_t n, std::size_t m, XMass&& x_mass, YMass&& y_mass, double rounding,
                   F&& f) {
  double left = x_mass(0), wanted = y_mass(0);
  for (std::size_t i = 0, j = 0;;) {
    const double moved = std::min(left, wanted);
    f(i, j, moved);
    left -= moved;
    wanted -= moved;
    if (left <= rounding) {
      if (++i == n) return;
      left = x_mass(i);
    }
    if (wanted <= rounding) {
      if (++j == m) return;
      wanted = y_mass(j);
    }
  }
}

/// The cost of those moves, in the unit of the masses.
template <class X, class Y, class XMass, class YMass>
ScaledCost cost_of_sorted(std::size_t n, std::size_t m, X&& x, Y&& y, XMass&& x_mass,
                          YMass&& y_mass, double rounding, double power) {
  double greatest = 0;
  for_each_move(n, m, x_mass, y_mass, rounding, [&](std::size_t i, std::size_t j, double moved) {
    if (moved > 0) greatest = std::max(greatest, std::abs(x(i) - y(j)));
  });
  ScaledCost cost{unit_of(greatest, power)};
  for_each_move(n, m, x_mass, y_mass, rounding, [&](std::size_t i, std::size_t j, double moved) {
    if (moved > 0) cost.mean += moved * cost_of(x(i) - y(j), cost.unit, power);
  });
  return cost;
}

/// What the distances between samples on the line share: memory, which grows and is used again.
template <class T>
class LineTransport {
 public:
  /// The p-th power of the Wasserstein-p distance of two samples without weights.
  ScaledCost cost(std::span<const T> x, std::span<const T> y, double power) {
    const Extent xs = extent_of(x), ys = extent_of(y);
    check(x.size(), xs, "x");
    check(y.size(), ys, "y");
    if (!(power >= 1) || !std::isfinite(power)) {
      throw ConfigError("wasserstein_1d: power", "a number >= 1", std::to_string(power));
    }
    const double low = std::min(xs.low, ys.low), high = std::max(xs.high, ys.high);
    constexpr double tiny = 1e-300;  // cells would be more to a unit than numbers go
    if (power == 1 && x.size() == y.size() && high - low > tiny && std::isfinite(high - low)) {
      // Below this share of the range the sum of the areas would lose digits.
      constexpr double least = 1e-6;
      const auto area = area_(x, y, low, high);
      if (area && *area > least * (high - low)) return {1, *area};
    }
    sort(x, sorted_x_);
    sort(y, sorted_y_);
    const T *sx = sorted_x_.data(), *sy = sorted_y_.data();
    const std::size_t n = x.size(), m = y.size();
    if (n == m) return mean_cost_of_sorted(sx, sy, n, power);
    // Each x has the mass m and each y the mass n: whole numbers, which are not rounded.
    ScaledCost cost = cost_of_sorted(
        n, m, [&](std::size_t i) { return static_cast<double>(sx[i]); },
        [&](std::size_t j) { return static_cast<double>(sy[j]); },
        [&](std::size_t) { return static_cast<double>(m); },
        [&](std::size_t) { return static_cast<double>(n); }, /*rounding=*/0, power);
    cost.mean = cost.mean / static_cast<double>(n) / static_cast<double>(m);
    return cost;
  }

 private:
  static void check(std::size_t size, const Extent& extent, const char* side) {
    constexpr std::size_t most = std::numeric_limits<std::int32_t>::max();
    if (size == 0 || size > most) {
      throw ConfigError(std::string("wasserstein_1d: ") + side,
                        std::string("1 to ") + std::to_string(most) + " samples",
                        std::to_string(size));
    }
    if (!extent.finite) {
      throw ConfigError(std::string("wasserstein_1d: ") + side, "finite samples",
                        "NaN or infinity");
    }
  }
  void sort(std::span<const T> from, std::vector<T>& sorted) {
    sorted.resize(from.size());
    spare_.resize(std::max(spare_.size(), from.size()));
    radix_sort(from.data(), sorted.data(), spare_.data(), from.size());
  }

  AreaBetween<T> area_;
  std::vector<T> sorted_x_, sorted_y_, spare_;
};

}  // namespace transport

/// The Wasserstein-p distance of two samples on the line: (the least mean of |x - y|^p)^(1/p).
///
/// The samples may differ in number; they are not changed.
///
/// Units:    those of the samples.
/// Errors:   ConfigError for no samples, samples that are not finite, or power < 1.
/// Accuracy: exact up to rounding in double, for every power.
/// Cost:     linear in the samples; for p = 1 and equal numbers mostly without sorting.
template <class T>
double wasserstein_1d(std::span<const T> x, std::span<const T> y, double power = 1) {
  return transport::LineTransport<T>{}.cost(x, y, power).root(power);
}
template <class T>
double wasserstein_1d(const Tensor<T, 1>& x, const Tensor<T, 1>& y, double power = 1) {
  return wasserstein_1d(std::span<const T>(x.data(), x.size()),
                        std::span<const T>(y.data(), y.size()), power);
}

/// The same between samples with weights, which count relative to their sum. Less than 2e-15 of
/// that is rounding, wherever it would go.
///
/// Errors: as above; ConfigError for weights that are not one a sample, negative, or all zero.
template <class T>
double wasserstein_1d(std::span<const T> x, std::span<const T> y, const Masses& masses,
                      double power = 1) {
  if (masses.x.empty() && masses.y.empty()) return wasserstein_1d(x, y, power);
  if (!(power >= 1) || !std::isfinite(power)) {
    throw ConfigError("wasserstein_1d: power", "a number >= 1", std::to_string(power));
  }
  const auto sorted = [](std::span<const T> values, std::span<const double> weights,
                         const char* side) {
    if (values.empty() || !transport::extent_of(values).finite) {
      throw ConfigError(std::string("wasserstein_1d: ") + side, "finite samples, at least one",
                        values.empty() ? "none" : "NaN or infinity");
    }
    const std::vector<double> shares = transport::shares_of(weights, values.size(), side);
    std::vector<std::pair<double, double>> points;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (shares[i] > 0) points.emplace_back(static_cast<double>(values[i]), shares[i]);
    }
    std::sort(points.begin(), points.end());
    return points;
  };
  const auto xs = sorted(x, masses.x, "x"), ys = sorted(y, masses.y, "y");
  constexpr double rounding = 8 * std::numeric_limits<double>::epsilon();  // of shares
  return transport::cost_of_sorted(
             xs.size(), ys.size(), [&](std::size_t i) { return xs[i].first; },
             [&](std::size_t j) { return ys[j].first; },
             [&](std::size_t i) { return xs[i].second; },
             [&](std::size_t j) { return ys[j].second; }, rounding, power)
      .root(power);
}

}  // namespace saddle::inline per_set
