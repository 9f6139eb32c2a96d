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

  double epsilon = 1e-12;        // added to norms
  std::size_t first_steps = 15;  // power steps before the first update

  SADDLE_DESCRIBE(SpectralNorm, epsilon, first_steps);
  static constexpr Bounded bounded[] = {{"epsilon", limits::positive},
                                        {"first_steps", limits::steps}};

  /// u (inputs) and v (outputs) of every weight matrix, one after the other.
  static constexpr std::size_t state_size(const ParameterBlock& weight) {
    return weight.rows + weight.columns;
  }

  /// `steps` power steps on W (rows x columns): u <- W v / |W v|, v <- W^T u / |W^T u|. Both are 0
  /// where W is.
  template <class D>
  void advance(D& device, const ParameterBlock& weight, Read<D> w, Write<D> uv,
               std::size_t steps) const {
    const Write<D> u = uv, v = uv + weight.rows;
    for (std::size_t i = 0; i < steps; ++i) {
      matrix_vector(device, u, w, v, weight.rows, weight.columns);
      normalise(device, u, weight.rows);
      matrix_transposed_vector(device, v, w, u, weight.rows, weight.columns);
      normalise(device, v, weight.columns);
    }
  }

  /// sigma <- u^T W v, effective <- W / sigma. `row` is scratch for one vector of `rows`.
  template <class D>
  void normalise(D& device, const ParameterBlock& weight, Read<D> w, Read<D> uv, Slot<D> sigma,
                 Write<D> effective, Write<D> row) const {
    matrix_vector(device, row, w, uv + weight.rows, weight.rows, weight.columns);
    dot(device, sigma, uv, row, weight.rows);
    divide(device, effective, w, sigma, 0, weight.size());
  }

  /// In place: the gradient with respect to W' becomes that with respect to W, u and v constant:
  /// (G - <G, W'> u v^T) / sigma.
  template <class D>
  void pullback(D& device, const ParameterBlock& weight, Read<D> effective, Read<D> uv,
                Slot<D> sigma, Write<D> gradient) const {
    ScratchFrame<D> scratch(device);
    const Slot<D> along = scratch.slot();
    dot(device, along, gradient, effective, weight.size());
    map(device, math::Negative{}, along, along);
    rank_one_update(device, gradient, uv, uv + weight.rows, along, weight.rows, weight.columns);
    divide(device, gradient, gradient, sigma, 0, weight.size());
  }

 private:
  /// A matrix of zeros has no singular value to divide by: it is left as it is.
  struct Inverse {
    double epsilon;
    SADDLE_HD double operator()(double x) const { return x + epsilon == 0 ? 1 : 1 / (x + epsilon); }
  };

  /// x <- x / |x|.
  template <class D>
  void normalise(D& device, Write<D> x, std::size_t count) const {
    ScratchFrame<D> scratch(device);
    const Slot<D> norm = scratch.slot();
    norm2(device, norm, x, count);
    divide(device, x, x, norm, epsilon, count);
  }

  /// out <- x / (divisor + small).
  template <class D>
  static void divide(D& device, Write<D> out, Read<D> x, Slot<D> divisor, double small,
                     std::size_t count) {
    ScratchFrame<D> scratch(device);
    const Slot<D> factor = scratch.slot();
    map(device, Inverse{small}, factor, divisor);
    map(device, math::Product{}, count, out, factor, x);
  }
};

}  // namespace saddle
