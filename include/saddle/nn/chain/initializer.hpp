// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/math.hpp>
#include <saddle/core/real.hpp>
#include <saddle/core/role.hpp>
#include <saddle/nn/chain/block.hpp>

#include <cstddef>

namespace saddle {

namespace detail {

constexpr double square_root(double x) { return static_cast<double>(math::sqrt(Real(x))); }

}  // namespace detail

/// PyTorch's default: weights and biases U(-b, b), b = 1 / sqrt(fan_in).
struct PyTorchInit {
  static constexpr Role role = Role::initializer;
  static constexpr Fill weight(std::size_t fan_in, std::size_t) {
    return Fill::uniform(1 / detail::square_root(static_cast<double>(fan_in)));
  }
  static constexpr Fill bias(std::size_t fan_in) { return weight(fan_in, 0); }
};

/// Weights U(-b, b) with b = sqrt(6 / fan_in), biases 0. Source: He et al. 2015.
struct HeInit {
  static constexpr Role role = Role::initializer;
  static constexpr Fill weight(std::size_t fan_in, std::size_t) {
    return Fill::uniform(detail::square_root(6 / static_cast<double>(fan_in)));
  }
  static constexpr Fill bias(std::size_t) { return Fill::constant(0); }
};

/// Weights U(-b, b) with b = sqrt(6 / (fan_in + fan_out)), biases 0. Source: Glorot and Bengio
/// 2010.
struct GlorotInit {
  static constexpr Role role = Role::initializer;
  static constexpr Fill weight(std::size_t fan_in, std::size_t fan_out) {
    return Fill::uniform(detail::square_root(6 / static_cast<double>(fan_in + fan_out)));
  }
  static constexpr Fill bias(std::size_t) { return Fill::constant(0); }
};

/// Weights N(0, deviation^2), biases 0, BatchNorm gains N(1, deviation^2): DCGAN and CycleGAN use
/// 0.02.
template <double deviation>
struct NormalInit {
  static_assert(deviation > 0, "NormalInit needs a positive standard deviation");
  static constexpr Role role = Role::initializer;
  static constexpr Fill weight(std::size_t, std::size_t) { return Fill::normal(0, deviation); }
  static constexpr Fill bias(std::size_t) { return Fill::constant(0); }
  static constexpr Fill gain() { return Fill::normal(1, deviation); }
};

/// Weights N(0, deviation^2), biases 0; gains stay at 1.
template <double deviation>
struct NormalWeightInit {
  static_assert(deviation > 0, "NormalWeightInit needs a positive standard deviation");
  static constexpr Role role = Role::initializer;
  static constexpr Fill weight(std::size_t, std::size_t) { return Fill::normal(0, deviation); }
  static constexpr Fill bias(std::size_t) { return Fill::constant(0); }
};

/// Weights U(-bound, bound), biases 0.
template <double bound>
struct UniformInit {
  static_assert(bound > 0, "UniformInit needs a positive bound");
  static constexpr Role role = Role::initializer;
  static constexpr Fill weight(std::size_t, std::size_t) { return Fill::uniform(bound); }
  static constexpr Fill bias(std::size_t) { return Fill::constant(0); }
};

/// Weights and biases 0: a last layer whose first scores are all equal.
struct ZeroInit {
  static constexpr Role role = Role::initializer;
  static constexpr Fill weight(std::size_t, std::size_t) { return Fill::constant(0); }
  static constexpr Fill bias(std::size_t) { return Fill::constant(0); }
};

/// A layer that names no initialiser of its own takes the network's (`using Initializer = ...`,
/// PyTorchInit where the network names none).
struct InheritInit {
  static constexpr Role role = Role::initializer;
};

}  // namespace saddle
