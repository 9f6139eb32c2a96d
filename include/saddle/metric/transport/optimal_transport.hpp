// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/norm.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/metric/transport/ground_cost.hpp>
#include <saddle/metric/transport/masses.hpp>
#include <saddle/metric/transport/network_simplex.hpp>
#include <saddle/metric/transport/scaled_cost.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

namespace saddle::inline per_set {

/// The cheapest way to turn one sample into another, with the proof that none is cheaper.
struct TransportPlan {
  /// Mass that moves from one sample to another, as a share of all mass.
  struct Flow {
    std::size_t from, to;
    double mass;
  };

  std::vector<Flow> flows;  ///< the plan gamma, row by row: at most n + m - 1 positive masses
  double cost = 0;          ///< primal: the sum of gamma(i, j) c(i, j)
  double dual = 0;          ///< the mean of f minus that of -g, which no plan can undercut
  double gap = 0;           ///< by how much another plan may be cheaper at most, over the cost
  Tensor<double, 1> f;      ///< (n) potential of each x, f(i) + g(j) <= c(i, j)
  Tensor<double, 1> g;      ///< (m) potential of each y; its mean is 0

  /// The plan as a matrix (n, m).
  Tensor<double, 2> dense() const {
    Tensor<double, 2> gamma = xt::zeros<double>({f.size(), g.size()});
    for (const Flow& flow : flows) gamma(flow.from, flow.to) = flow.mass;
    return gamma;
  }
};

namespace transport {

/// Errors: ConfigError unless there are costs, all of them finite and not negative.
inline void check_costs(const Tensor<double, 2>& costs) {
  const std::size_t n = costs.shape(0), m = costs.shape(1);
  constexpr std::size_t most = std::size_t{1} << 31;  // nodes are numbered with 32 bits
  if (n == 0 || m == 0 || n + m >= most) {
    throw ConfigError("costs", "at least one x and one y",
                      std::string("(") + std::to_string(n) + ", " + std::to_string(m) + ")");
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < m; ++j) {
      if (costs(i, j) >= 0 && std::isfinite(costs(i, j))) continue;
      throw ConfigError(std::string("costs(") + std::to_string(i) + ", " + std::to_string(j) + ")",
                        "a finite number >= 0", std::to_string(costs(i, j)));
    }
  }
}

}  // namespace transport

/// The optimal transport for given costs of moving a unit of mass from each x to each y.
///
/// Shapes:   costs (n, m).
/// Errors:   ConfigError for costs that are negative, not finite or absent, and for wrong masses.
/// Accuracy: cost and dual agree to 1e-13 of the dearest cost, which is nothing next to most costs
///           and much next to high powers of small distances: `gap` says how much. The plan's sums
///           over rows and columns are the masses to 1e-15.
/// Cost:     n m numbers of memory; time grows somewhat faster than n m (n + m).
/// Source:   Kantorovich 1942; solved by `transport::NetworkSimplex`.
inline TransportPlan optimal_transport(const Tensor<double, 2>& costs, const Masses& masses = {}) {
  transport::check_costs(costs);
  const std::size_t n = costs.shape(0), m = costs.shape(1);
  const std::vector<double> x = transport::shares_of(masses.x, n, "x");
  const std::vector<double> y = transport::shares_of(masses.y, m, "y");
  std::vector<double> supply = x, demand = y;
  double total = 1;
  if (masses.x.empty() && masses.y.empty()) {  // whole numbers are moved without rounding
    const std::size_t common = std::gcd(n, m);
    supply.assign(n, static_cast<double>(m / common));
    demand.assign(m, static_cast<double>(n / common));
    total = static_cast<double>(n / common * m);
  }
  transport::NetworkSimplex simplex(costs, supply, demand);
  simplex.solve();

  TransportPlan plan;
  simplex.for_each_flow([&](std::size_t i, std::size_t j, double mass) {
    plan.flows.push_back({i, j, mass / total});
    plan.cost += plan.flows.back().mass * costs(i, j);
  });
  std::sort(plan.flows.begin(), plan.flows.end(), [](const auto& a, const auto& b) {
    return a.from != b.from ? a.from < b.from : a.to < b.to;
  });

  // Each potential as large as the other allows: feasible to the last bit or so, and Lipschitz.
  constexpr double inf = std::numeric_limits<double>::infinity();
  plan.f = xt::empty<double>({n});
  plan.g = xt::empty<double>({m});
  plan.g.fill(inf);
  for (std::size_t i = 0; i < n; ++i) {
    const double f = simplex.source_potential(i);
    for (std::size_t j = 0; j < m; ++j) plan.g(j) = std::min(plan.g(j), costs(i, j) - f);
  }
  double mean = 0;
  for (std::size_t j = 0; j < m; ++j) mean += y[j] * plan.g(j);
  for (double& g : plan.g) g -= mean;
  for (std::size_t i = 0; i < n; ++i) {
    plan.f(i) = inf;
    for (std::size_t j = 0; j < m; ++j) plan.f(i) = std::min(plan.f(i), costs(i, j) - plan.g(j));
    plan.dual += x[i] * plan.f(i);
  }
  for (std::size_t j = 0; j < m; ++j) plan.dual += y[j] * plan.g(j);
  double largest = 0;
  for (double f : plan.f) largest = std::max(largest, std::abs(f));
  for (double g : plan.g) largest = std::max(largest, std::abs(g));
  const double rounding = 4 * std::numeric_limits<double>::epsilon() * largest;
  if (plan.cost > 0) plan.gap = (std::max(0.0, plan.cost - plan.dual) + rounding) / plan.cost;
  return plan;
}

/// The optimal transport from samples x to samples y, with |x - y|^power in the norm `Ground` as
/// the cost.
///
/// Shapes: x (n, d), y (m, d).
/// Errors: as above, and those of `ground_costs`.
template <Norm Ground = L2, class T>
TransportPlan optimal_transport(const Tensor<T, 2>& x, const Tensor<T, 2>& y, double power = 1,
                                const Masses& masses = {}) {
  return optimal_transport(ground_costs<Ground>(x, y, power), masses);
}

/// The Wasserstein-p distance of two samples: the p-th root of the cheapest cost |x - y|^p.
///
/// Where the costs of the moves are too small beside the dearest for a plan to be proved optimal,
/// as with high powers, another is sought in units of the longest move, among costs that end where
/// a single move would be dearer than all of those.
///
/// Shapes:   x (n, d), y (m, d).
/// Units:    those of the samples.
/// Errors:   as `optimal_transport`, and ConfigError for power < 1; NumericError where no plan is
///           proved optimal, which only small weights make happen.
/// Accuracy: 1e-6 of the greatest distance at worst, mostly rounding in double.
template <Norm Ground = L2, class T>
double wasserstein_distance(const Tensor<T, 2>& x, const Tensor<T, 2>& y, double power = 1,
                            const Masses& masses = {}) {
  if (!(power >= 1) || !std::isfinite(power)) {
    throw ConfigError("wasserstein_distance: power", "a number >= 1", std::to_string(power));
  }
  const Tensor<double, 2> distances = ground_costs<Ground>(x, y);
  transport::check_costs(distances);
  const double greatest = *std::max_element(distances.begin(), distances.end());
  // Without weights a move is of one part of this many at least.
  const double parts = static_cast<double>(x.shape(0)) * static_cast<double>(y.shape(0));
  const auto plan_of = [&](double unit, double exponent) {
    Tensor<double, 2> costs = distances;
    for (double& cost : costs) {
      cost = std::min(transport::cost_of(cost, unit, exponent), 2 * parts);
    }
    return optimal_transport(costs, masses);
  };
  constexpr double proved = 1e-9, moderate = 16;  // a gap, and a power whose plan is a good start
  double exponent = std::min(power, moderate), unit = transport::unit_of(greatest, exponent);
  TransportPlan plan = plan_of(unit, exponent);
  while (exponent < power || plan.gap > proved) {
    double longest = 0;
    for (const auto& flow : plan.flows) {
      longest = std::max(longest, distances(flow.from, flow.to));
    }
    if (longest == 0 || (exponent == power && !(longest < unit))) break;
    unit = longest;
    exponent = power;
    plan = plan_of(unit, exponent);
  }
  transport::ScaledCost cost{unit};
  for (const auto& flow : plan.flows) {
    cost.mean += flow.mass * transport::cost_of(distances(flow.from, flow.to), unit, power);
  }
  const double distance = cost.root(power);
  cost.mean *= std::max(0.0, 1 - plan.gap);
  if (const double least = cost.root(power); distance - least > 1e-6 * greatest) {
    throw NumericError(std::string("wasserstein_distance: between ") + std::to_string(least) +
                       " and " + std::to_string(distance) +
                       ": no plan is proved optimal for power " + std::to_string(power));
  }
  return distance;
}

}  // namespace saddle::inline per_set
