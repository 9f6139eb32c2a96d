// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/saddle.hpp>
#include <saddle/train/checkpoints.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

// All that a user may write instead of taking it: a source, a layer, a divergence, a constraint and
// an experiment.
namespace mine {

struct Circle {
  static constexpr std::string_view name = "circle";
  static constexpr std::array<std::size_t, 1> shape() { return {2}; }
  void draw(float* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    for (std::uint64_t i = position; i < position + n; ++i) {
      const double angle = 2.399963 * static_cast<double>(seed + i);
      *out++ = static_cast<float>(std::cos(angle));
      *out++ = static_cast<float>(std::sin(angle));
    }
  }
};

/// x / sqrt(1 + x^2), an elementwise layer.
struct SoftSign {
  static constexpr saddle::Role role = saddle::Role::activation;
  static constexpr std::string_view name = "SoftSign";
  static constexpr bool is_identity = false;
  static constexpr bool piecewise_linear = false;
  template <class T> static T value(T x) { return x / saddle::math::sqrt(T(1) + x * x); }
  template <class T> static T slope(T y) {
    const T root = saddle::math::sqrt(T(1) - y * y);
    return root * root * root;
  }
  template <class T> static T curvature(T y) {
    const T rest = T(1) - y * y;
    return T(-3) * y * rest * rest;
  }
};

struct LeCam {
  template <class T> static constexpr T f(T u) { return (u - T(1)) * (u - T(1)) / (u + T(1)); }
};

/// A tight clip.
struct TightClip : saddle::WeightClip {
  static constexpr std::string_view name = "tight-clip";
};

struct Points {
  using Latent = saddle::Uniform<3>;
  struct Generator
      : saddle::Network<saddle::Shape<3>, saddle::Linear<16>, SoftSign, saddle::Linear<2>> {};
  struct Critic : saddle::Network<saddle::Shape<2>, saddle::Linear<16>, saddle::LeakyRelu<>,
                                  saddle::Linear<1>> {};
};

using Trainer = saddle::Gan<saddle::FDivergence<LeCam>, TightClip, Points>;

}  // namespace mine
