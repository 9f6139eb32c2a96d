// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/core/math.hpp>
#include <saddle/core/tensor.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <utility>
#include <vector>

namespace saddle::inline per_set {

/// log p/q as a weighted sum of scores: logistic regression, by Newton's method.
///
/// Both sides count the same whatever their sizes. A ridge of one sample's weight holds the weights
/// where the scores separate the samples.
class LogisticFit {
 public:
  /// Shapes: p, q (n, scores).
  LogisticFit(const Tensor<double, 2>& p, const Tensor<double, 2>& q)
      : weights_(p.shape(1) + 1, 0.0), ridge_(1 / static_cast<double>(p.shape(0) + q.shape(0))) {
    constexpr int most = 50;
    constexpr double converged = 1e-10, least_step = 1e-3;
    double loss = loss_of(weights_, p, q);
    for (int i = 0; i < most; ++i) {
      const std::vector<double> step = newton_step(p, q);
      double next = loss;
      std::vector<double> weights = weights_;
      for (double length = 1; length > least_step; length /= 2) {
        for (std::size_t k = 0; k < weights.size(); ++k) {
          weights[k] = weights_[k] - length * step[k];
        }
        next = loss_of(weights, p, q);
        if (next < loss) break;
      }
      if (!(next < loss)) return;
      weights_ = weights;
      if (loss - next < converged) return;
      loss = next;
    }
  }

  /// Shapes: scores (n, scores) -> (n).
  Tensor<double, 1> operator()(const Tensor<double, 2>& scores) const {
    Tensor<double, 1> result = xt::empty<double>({scores.shape(0)});
    for (std::size_t i = 0; i < result.size(); ++i) result(i) = value(weights_, scores, i);
    return result;
  }

 private:
  static double value(const std::vector<double>& weights, const Tensor<double, 2>& x,
                      std::size_t i) {
    return std::inner_product(weights.begin() + 1, weights.end(), &x(i, 0), weights[0]);
  }

  double loss_of(const std::vector<double>& weights, const Tensor<double, 2>& p,
                 const Tensor<double, 2>& q) const {
    double loss = 0;
    for (std::size_t k = 1; k < weights.size(); ++k) loss += ridge_ * weights[k] * weights[k] / 2;
    for (const auto& [side, sign] : {std::pair(&p, -1), std::pair(&q, 1)}) {
      const auto n = static_cast<double>(side->shape(0));
      for (std::size_t i = 0; i < side->shape(0); ++i) {
        loss += math::softplus(sign * value(weights, *side, i)) / n;
      }
    }
    return loss;
  }

  /// The inverse Hessian times the gradient, by elimination.
  std::vector<double> newton_step(const Tensor<double, 2>& p, const Tensor<double, 2>& q) const {
    const std::size_t m = weights_.size();
    std::vector<double> gradient(m), hessian(m * m), row(m, 1.0);
    for (std::size_t k = 1; k < m; ++k) {
      gradient[k] = ridge_ * weights_[k];
      hessian[k * m + k] = ridge_;
    }
    for (const auto& [side, label] : {std::pair(&p, 1.0), std::pair(&q, 0.0)}) {
      const auto n = static_cast<double>(side->shape(0));
      for (std::size_t i = 0; i < side->shape(0); ++i) {
        std::copy_n(&(*side)(i, 0), m - 1, row.begin() + 1);
        const double share = 1 / (1 + std::exp(-value(weights_, *side, i)));
        for (std::size_t a = 0; a < m; ++a) {
          gradient[a] += (share - label) * row[a] / n;
          for (std::size_t b = 0; b < m; ++b) {
            hessian[a * m + b] += share * (1 - share) * row[a] * row[b] / n;
          }
        }
      }
    }
    hessian[0] += ridge_;  // where all shares are 0 or 1
    for (std::size_t a = 0; a < m; ++a) {
      for (std::size_t b = a + 1; b < m; ++b) {
        const double factor = hessian[b * m + a] / hessian[a * m + a];
        for (std::size_t c = a; c < m; ++c) hessian[b * m + c] -= factor * hessian[a * m + c];
        gradient[b] -= factor * gradient[a];
      }
    }
    for (std::size_t a = m; a-- > 0;) {
      for (std::size_t c = a + 1; c < m; ++c) gradient[a] -= hessian[a * m + c] * gradient[c];
      gradient[a] /= hessian[a * m + a];
    }
    return gradient;
  }

  std::vector<double> weights_;  // (1 + scores), the constant first
  double ridge_;
};

}  // namespace saddle::inline per_set
