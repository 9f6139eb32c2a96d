// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/math.hpp>
#include <saddle/core/norm.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/core/simd/lanes.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/metric/transport/ground_cost.hpp>
#include <saddle/metric/transport/masses.hpp>
#include <saddle/metric/transport/optimal_transport.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

namespace saddle::inline per_set {

/// How far `sinkhorn` goes.
struct SinkhornConfig {
  double epsilon = 0.01;    ///< weight of the entropy, in units of the mean cost
  double tolerance = 1e-6;  ///< of the plan's row sums: the sum of what they miss of the masses
  std::size_t most_steps = 10000;  ///< for the last epsilon; larger ones on the way take a few
};

/// Transport with entropy: a smooth approximation of the optimal one.
struct SinkhornPlan {
  bool converged = false;     ///< the marginal error is within the tolerance
  std::size_t steps = 0;      ///< steps for the last epsilon
  double marginal_error = 0;  ///< sum over x of |row sum of the plan - mass|; columns have none
  double epsilon = 0;         ///< weight of the entropy, in the units of the costs
  double cost = 0;            ///< the sum of gamma(i, j) c(i, j)
  double dual = 0;            ///< of the problem with entropy: cost + epsilon KL(gamma || x y^T)
  Tensor<double, 1> f;        ///< (n) potential of each x
  Tensor<double, 1> g;        ///< (m) potential of each y
  Tensor<double, 2> gamma;    ///< (n, m) the plan
};

namespace transport {

/// log of the sum over k < count of weight[k] exp((other[k] - cost[k]) / epsilon), without
/// overflow; -infinity where all weights are zero.
inline double soft_maximum(const double* log_weight, const double* other, const double* cost,
                           std::size_t count, double epsilon, double* terms) {
  using B = simd::Batch<double>;
  constexpr std::size_t width = simd::width<double>;
  const B inverse(1 / epsilon);
  double largest = -std::numeric_limits<double>::infinity();
  B largest_lanes(largest);
  std::size_t k = 0;
  for (; k + width <= count; k += width) {
    const B term = simd::multiply_add(simd::load(other + k) - simd::load(cost + k), inverse,
                                      simd::load(log_weight + k));
    simd::store(terms + k, term);
    largest_lanes = math::max(largest_lanes, term);
  }
  alignas(64) std::array<double, width> lanes;
  largest_lanes.store_aligned(lanes.data());
  for (double lane : lanes) largest = std::max(largest, lane);
  for (; k < count; ++k) {
    terms[k] = (other[k] - cost[k]) / epsilon + log_weight[k];
    largest = std::max(largest, terms[k]);
  }
  if (!std::isfinite(largest)) return largest;
  B sums(0.0);
  double rest = 0;
  for (k = 0; k + width <= count; k += width) {
    sums = sums + math::exp(simd::load(static_cast<const double*>(terms) + k) - B(largest));
  }
  for (; k < count; ++k) rest += std::exp(terms[k] - largest);
  return largest + std::log(simd::reduce_add(sums) + rest);
}

}  // namespace transport

/// Entropic transport: minimises the cost plus epsilon KL(gamma || x y^T) over all plans.
///
/// The steps work on the logarithms of the scalings, so a small epsilon neither over- nor
/// underflows; epsilon falls to its value by halves, which shortens the way. A plan that has not
/// converged says so.
///
/// Shapes: costs (n, m).
/// Errors: ConfigError for costs or masses as in `optimal_transport`, and for numbers of the
///         configuration that are not positive.
/// Cost:   2 n m exponentials a step; two matrices of the costs' size.
/// Source: Cuturi 2013; Peyre and Cuturi 2019, section 4.4 for the logarithms.
inline SinkhornPlan sinkhorn(const Tensor<double, 2>& costs, const SinkhornConfig& config = {},
                             const Masses& masses = {}) {
  transport::check_costs(costs);
  if (!(config.epsilon > 0) || !std::isfinite(config.epsilon)) {
    throw ConfigError("sinkhorn: epsilon", "a positive number", std::to_string(config.epsilon));
  }
  if (!(config.tolerance > 0)) {
    throw ConfigError("sinkhorn: tolerance", "a positive number", std::to_string(config.tolerance));
  }
  if (config.most_steps == 0) throw ConfigError("sinkhorn: most_steps", "a positive number", "0");
  const std::size_t n = costs.shape(0), m = costs.shape(1);
  const std::vector<double> x = transport::shares_of(masses.x, n, "x");
  const std::vector<double> y = transport::shares_of(masses.y, m, "y");
  std::vector<double> log_x(n), log_y(m);
  std::transform(x.begin(), x.end(), log_x.begin(), [](double share) { return std::log(share); });
  std::transform(y.begin(), y.end(), log_y.begin(), [](double share) { return std::log(share); });
  Tensor<double, 2> columns = xt::empty<double>({m, n});  // (m, n): the costs, transposed
  double mean = 0, largest = 0;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < m; ++j) {
      columns(j, i) = costs(i, j);
      mean += costs(i, j) / static_cast<double>(n * m);
      largest = std::max(largest, costs(i, j));
    }
  }
  SinkhornPlan plan;
  plan.f = xt::zeros<double>({n});
  plan.g = xt::zeros<double>({m});
  plan.gamma = xt::empty<double>({n, m});
  const double goal = config.epsilon * (mean > 0 ? mean : 1);
  Tensor<double, 1> next = xt::empty<double>({n});
  Tensor<double, 2> terms = xt::empty<double>({m, n});  // scratch of the columns
  const auto update_g = [&] {
    parallel::for_each(m, [&](std::size_t j) {
      plan.g(j) =
          -plan.epsilon * transport::soft_maximum(log_x.data(), plan.f.data(), &columns(j, 0), n,
                                                  plan.epsilon, &terms(j, 0));
    });
  };
  const auto next_f = [&] {
    parallel::for_each(n, [&](std::size_t i) {
      next(i) = -plan.epsilon * transport::soft_maximum(log_y.data(), plan.g.data(), &costs(i, 0),
                                                        m, plan.epsilon, &plan.gamma(i, 0));
    });
  };
  plan.epsilon = std::max(goal, largest);
  next_f();
  plan.f = next;
  for (;;) {
    const bool last = plan.epsilon <= goal;
    constexpr std::size_t few = 10;  // steps on the way
    const std::size_t most = last ? config.most_steps : few;
    for (plan.steps = 1;; ++plan.steps) {
      update_g();
      next_f();
      // After g the columns have none; how f would move says what the rows miss.
      plan.marginal_error = 0;
      for (std::size_t i = 0; i < n; ++i) {
        if (x[i] > 0) {
          plan.marginal_error += x[i] * std::abs(std::expm1((plan.f(i) - next(i)) / plan.epsilon));
        }
      }
      plan.converged = plan.marginal_error <= config.tolerance;
      if (plan.converged || plan.steps >= most) break;
      plan.f = next;
    }
    if (last) break;
    plan.f = next;
    plan.epsilon = std::max(goal, plan.epsilon / 2);
  }
  for (std::size_t i = 0; i < n; ++i) {
    plan.dual += x[i] * plan.f(i);
    for (std::size_t j = 0; j < m; ++j) {
      plan.gamma(i, j) =
          x[i] * y[j] * std::exp((plan.f(i) + plan.g(j) - costs(i, j)) / plan.epsilon);
      plan.cost += plan.gamma(i, j) * costs(i, j);
    }
  }
  for (std::size_t j = 0; j < m; ++j) plan.dual += y[j] * plan.g(j);
  return plan;
}

/// Entropic transport from samples x to samples y, with |x - y|^power in the norm `Ground` as the
/// cost.
///
/// Shapes: x (n, d), y (m, d).
/// Errors: as above, and those of `ground_costs`.
template <Norm Ground = L2, class T>
SinkhornPlan sinkhorn(const Tensor<T, 2>& x, const Tensor<T, 2>& y,
                      const SinkhornConfig& config = {}, double power = 1,
                      const Masses& masses = {}) {
  return sinkhorn(ground_costs<Ground>(x, y, power), config, masses);
}

}  // namespace saddle::inline per_set
