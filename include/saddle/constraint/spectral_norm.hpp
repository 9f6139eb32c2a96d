// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/constraint/concept.hpp>
#include <saddle/core/arithmetic.hpp>
#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/limits.hpp>
#include <saddle/nn/chain/block.hpp>
#include <saddle/optim/adam.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

/// Every weight matrix of the critic is divided by its largest singular value, found by one power
/// step per critic update: W' = W / sigma, sigma = u^T W v.
///
/// A reparametrisation: the optimiser moves W, the layers see W'. u and v are state.
/// Source: Miyato et al. 2018; Adam (0.5, 0.999), five critic steps on images.
struct SpectralNorm {
  static constexpr Role role = Role::constraint;
  static constexpr std::string_view name = "sn";
  static constexpr bool reparametrises = true;
  static constexpr bool penalises = false;
  static constexpr bool projects = false;
  static constexpr bool enforces_lipschitz = true;
  static constexpr std::size_t critic_steps = 1;
  using DefaultOptimizer = Adam;
  static constexpr Adam default_optimizer{.learning_rate = 2e-4, .beta1 = 0.5, .beta2 = 0.999};

  double epsilon = 1e-12;        // added to norms, as PyTorch does
  std::size_t first_steps = 15;  // power steps before the first update

  SADDLE_DESCRIBE(SpectralNorm, epsilon, first_steps);
  static constexpr Bounded bounded[] = {{"epsilon", limits::positive},
                                        {"first_steps", limits::steps}};

  /// u (inputs) and v (outputs) of every weight matrix, one after the other.
  static constexpr std::size_t state_size(const ParameterBlock& weight) {
    return weight.rows + weight.columns;
  }

  /// `steps` power steps on W (rows x columns): u <- W v / |W v|, v <- W^T u / |W^T u|.
  template <class D>
  void advance(D& device, const ParameterBlock& weight, Read<D> w, Write<D> uv,
               std::size_t steps) const {
    const Write<D> u = uv, v = uv + weight.rows;
    for (std::size_t i = 0; i < steps; ++i) {
      matrix_vector(device, u, w, v, weight.rows, weight.columns);
      scale(device, u, 1 / (norm2(device, u, weight.rows) + epsilon), weight.rows);
      matrix_transposed_vector(device, v, w, u, weight.rows, weight.columns);
      scale(device, v, 1 / (norm2(device, v, weight.columns) + epsilon), weight.columns);
    }
  }

  /// effective <- W / sigma; returns sigma. `row` is scratch for one vector of `rows`.
  template <class D>
  double normalise(D& device, const ParameterBlock& weight, Read<D> w, Read<D> uv,
                   Write<D> effective, Write<D> row) const {
    matrix_vector(device, row, w, uv + weight.rows, weight.rows, weight.columns);
    const double sigma = dot(device, uv, row, weight.rows);
    copy(device, effective, w, weight.size());
    scale(device, effective, 1 / sigma, weight.size());
    return sigma;
  }

  /// In place: the gradient with respect to W' becomes that with respect to W, u and v constant:
  /// (G - <G, W'> u v^T) / sigma.
  template <class D>
  void pullback(D& device, const ParameterBlock& weight, Read<D> effective, Read<D> uv,
                double sigma, Write<D> gradient) const {
    const double along = dot(device, gradient, effective, weight.size());
    rank_one_update(device, gradient, uv, uv + weight.rows, -along, weight.rows, weight.columns);
    scale(device, gradient, 1 / sigma, weight.size());
  }

 private:
  template <class D>
  static void scale(D& device, Write<D> x, double factor, std::size_t count) {
    using T = typename D::Scalar;
    map(device, math::Times<T>{static_cast<T>(factor)}, count, x, Read<D>(x));
  }
};

}  // namespace saddle
