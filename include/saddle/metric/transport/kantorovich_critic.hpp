// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/norm.hpp>
#include <saddle/core/parallel.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/metric/transport/ground_cost.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string>
#include <utility>

namespace saddle::inline per_set {

/// The best critic of the Wasserstein-1 game between two samples: min over y of |z - y| - g(y).
///
/// It is 1-Lipschitz everywhere in the norm `Ground`; for the potential g of the optimal transport
/// it takes the potential f at every x and -g at every y, so that its mean over x minus its mean
/// over y is the Wasserstein-1 distance (Kantorovich and Rubinstein). A trained critic can only
/// come near to it.
///
/// Source: McShane 1934 for the continuation from the samples to the whole space.
template <Norm Ground, class T>
class KantorovichCritic {
 public:
  /// Shapes: y (m, d), g (m): `TransportPlan::g` of a transport of cost |x - y| to y.
  /// Errors: ConfigError for other shapes or no samples.
  KantorovichCritic(Tensor<T, 2> y, Tensor<double, 1> g) : y_(std::move(y)), g_(std::move(g)) {
    if (y_.shape(0) == 0 || g_.size() != y_.shape(0)) {
      throw ConfigError("KantorovichCritic", "one potential for each sample, at least one",
                        std::to_string(g_.size()) + " for " + std::to_string(y_.shape(0)));
    }
  }

  /// The critic's value at one point (d).
  double operator()(const T* z) const {
    const std::size_t d = y_.shape(1);
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t j = 0; j < g_.size(); ++j) {
      least = std::min(least, ground_distance<Ground>(z, y_.data() + j * d, d) - g_(j));
    }
    return least;
  }

  /// The critic's values at points z (n, d): (n).
  ///
  /// Errors: ConfigError for another number of columns.
  Tensor<double, 1> operator()(const Tensor<T, 2>& z) const {
    if (z.shape(1) != y_.shape(1)) {
      throw ConfigError("KantorovichCritic: points", std::to_string(y_.shape(1)) + " columns",
                        std::to_string(z.shape(1)));
    }
    Tensor<double, 1> values = xt::empty<double>({z.shape(0)});  // (n)
    parallel::for_each(z.shape(0),
                       [&](std::size_t i) { values(i) = (*this)(z.data() + i * z.shape(1)); });
    return values;
  }

 private:
  Tensor<T, 2> y_;       // (m, d)
  Tensor<double, 1> g_;  // (m)
};

}  // namespace saddle::inline per_set
