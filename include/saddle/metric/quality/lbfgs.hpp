// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>

#include <cmath>
#include <cstddef>
#include <deque>
#include <numeric>
#include <utility>
#include <vector>

namespace saddle::detail {

/// When a minimisation ends.
struct LbfgsConfig {
  int iterations = 200;
  double converged = 1e-6;  // of the loss, by which an iteration lowers it
};

/// Minimises a smooth function from `x` on, by its slopes at the last ten places.
///
/// `loss(x, gradient)` returns its value and writes its gradient. A step that does not lower it
/// enough is halved; where none does, the search ends.
/// Source: Nocedal and Wright 2006, algorithms 7.4 and 3.1.
template <class Loss>
void minimise(std::vector<double>& x, const Loss& loss, LbfgsConfig config = {}) {
  constexpr std::size_t remembered = 10;
  constexpr double enough = 1e-4, least_step = 1e-6;
  const std::size_t n = x.size();
  const auto dot = [n](const std::vector<double>& a, const std::vector<double>& b) {
    return std::inner_product(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(n), b.begin(),
                              0.0);
  };
  std::deque<std::pair<std::vector<double>, std::vector<double>>> pairs;  // of step, slope change
  std::vector<double> gradient(n), direction(n), next(n), next_gradient(n), shares(remembered);
  double value = loss(x, gradient);
  for (int i = 0; i < config.iterations; ++i) {
    direction = gradient;
    for (std::size_t k = pairs.size(); k-- > 0;) {
      const auto& [step, change] = pairs[k];
      shares[k] = dot(step, direction) / dot(step, change);
      for (std::size_t j = 0; j < n; ++j) direction[j] -= shares[k] * change[j];
    }
    const double scale = pairs.empty() ? 1 / std::sqrt(dot(gradient, gradient) + 1e-300)
                                       : dot(pairs.back().first, pairs.back().second) /
                                             dot(pairs.back().second, pairs.back().second);
    for (double& d : direction) d *= scale;
    for (std::size_t k = 0; k < pairs.size(); ++k) {
      const auto& [step, change] = pairs[k];
      const double share = shares[k] - dot(change, direction) / dot(step, change);
      for (std::size_t j = 0; j < n; ++j) direction[j] += share * step[j];
    }
    const double slope = dot(gradient, direction);
    double length = 1, next_value = value;
    for (;; length /= 2) {
      if (length < least_step) return;
      for (std::size_t j = 0; j < n; ++j) next[j] = x[j] - length * direction[j];
      next_value = loss(next, next_gradient);
      if (next_value <= value - enough * length * slope) break;
    }
    std::vector<double> step(n), change(n);
    for (std::size_t j = 0; j < n; ++j) {
      step[j] = next[j] - x[j];
      change[j] = next_gradient[j] - gradient[j];
    }
    if (dot(step, change) > 0) {
      if (pairs.size() == remembered) pairs.pop_front();
      pairs.emplace_back(std::move(step), std::move(change));
    }
    const bool done = value - next_value <= config.converged * std::abs(next_value);
    x.swap(next);
    gradient.swap(next_gradient);
    value = next_value;
    if (done) return;
  }
}

}  // namespace saddle::detail
