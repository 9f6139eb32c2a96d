// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/math.hpp>
#include <saddle/core/norm.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/core/simd/lanes.hpp>
#include <saddle/core/tensor.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <type_traits>

namespace saddle::inline per_set {

namespace transport {

/// |x - y| in the norm `Ground`, to the power of 2 for L2: what needs no square root.
template <Norm Ground, class T>
double separation(const T* x, const T* y, std::size_t d) {
  using Doubles = simd::Batch<double>;
  constexpr bool adds = !std::is_same_v<Ground, LInf>;
  const auto part = [](auto difference) {
    if constexpr (std::is_same_v<Ground, L2>) return difference * difference;
    else return math::abs(difference);
  };
  const auto join = [](auto a, auto b) {
    if constexpr (adds) return a + b;
    else return math::max(a, b);
  };
  double total = 0;
  std::size_t k = 0;
  if (d >= simd::width<T>) {
    Doubles sums(0.0);
    for (; k + simd::width<T> <= d; k += simd::width<T>) {
      const auto xs = simd::to_doubles(simd::load(x + k)), ys = simd::to_doubles(simd::load(y + k));
      for (std::size_t half = 0; half < xs.size(); ++half) {
        sums = join(sums, part(xs[half] - ys[half]));
      }
    }
    if constexpr (adds) {
      total = simd::reduce_add(sums);
    } else {
      alignas(64) std::array<double, simd::width<double>> lanes;
      sums.store_aligned(lanes.data());
      total = *std::max_element(lanes.begin(), lanes.end());
    }
  }
  for (; k < d; ++k) {
    total = join(total, part(static_cast<double>(x[k]) - static_cast<double>(y[k])));
  }
  return total;
}

}  // namespace transport

/// The distance of two points in the norm `Ground`.
///
/// Shapes: x and y (d).
template <Norm Ground, class T>
double ground_distance(const T* x, const T* y, std::size_t d) {
  const double value = transport::separation<Ground>(x, y, d);
  return std::is_same_v<Ground, L2> ? std::sqrt(value) : value;
}

/// What it costs to move a unit of mass from each x to each y: |x - y|^power in the norm `Ground`.
///
/// Shapes: x (n, d), y (m, d), returns (n, m).
/// Errors: ConfigError for another number of columns, or a power that is not positive or takes the
///         greatest distance out of the range of double.
template <Norm Ground = L2, class T>
Tensor<double, 2> ground_costs(const Tensor<T, 2>& x, const Tensor<T, 2>& y, double power = 1) {
  const std::size_t n = x.shape(0), m = y.shape(0), d = x.shape(1);
  if (y.shape(1) != d) {
    throw ConfigError(
        "ground_costs: y", std::string("samples (m, ") + std::to_string(d) + ") like x",
        std::string("(") + std::to_string(m) + ", " + std::to_string(y.shape(1)) + ")");
  }
  if (!(power > 0) || !std::isfinite(power)) {
    throw ConfigError("ground_costs: power", "a positive number", std::to_string(power));
  }
  constexpr bool squared = std::is_same_v<Ground, L2>;
  Tensor<double, 2> costs = xt::empty<double>({n, m});  // (n, m)
  parallel::for_each(n, [&](std::size_t i) {
    for (std::size_t j = 0; j < m; ++j) {
      const double value = transport::separation<Ground>(x.data() + i * d, y.data() + j * d, d);
      const double exponent = squared ? power / 2 : power;
      costs(i, j) = exponent == 1     ? value
                    : exponent == 0.5 ? std::sqrt(value)
                                      : std::pow(value, exponent);
    }
  });
  const double greatest = costs.size() > 0 ? *std::max_element(costs.begin(), costs.end()) : 0;
  const auto all_equal = [&] {
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < m; ++j) {
        if (transport::separation<Ground>(x.data() + i * d, y.data() + j * d, d) > 0) return false;
      }
    }
    return true;
  };
  if (greatest < std::numeric_limits<double>::min() ? !all_equal() : std::isinf(greatest)) {
    throw ConfigError("ground_costs", "costs |x - y|^power within the range of double",
                      "power " + std::to_string(power));
  }
  return costs;
}

}  // namespace saddle::inline per_set
