// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/constraint/constraint.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/metric/quality/classifier.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/objective/objective.hpp>
#include <saddle/optim/optim.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

/// A small experiment with everything whose order differs in PyTorch: dense layers before and after
/// images of 2 x 4 pixels, with running statistics, moments and a moving average.
namespace pictures {

using namespace saddle;

struct Experiment {
  using Latent = Gaussian<3>;
  struct Generator : Network<Shape<3>, Linear<8>, Relu, Linear<24>, BatchNorm, PRelu, LayerNorm,
                             Tanh, Reshape<2, 4, 3>, LayerNorm> {};
  struct Critic : Network<Shape<2, 4, 3>, Flatten, Linear<8>, LeakyRelu<>, Linear<1>> {};
  template <class Objective, class Constraint>
  static constexpr Recipe recipe() {
    return {.steps = 20, .batch = 8, .critic_steps = 2, .ema = {.decay = 0.9}};
  }
};
using Trainer = Gan<NonSaturating, Unconstrained, Experiment>;

struct Judge : Network<Shape<2, 4, 3>, Flatten, Linear<6>, Relu, Linear<2>> {};
using Net = Classifier<Judge>;

/// Waves, and which of two they are.
struct Waves {
  static constexpr std::string_view name = "waves";
  static constexpr std::array<std::size_t, 3> shape() { return {2, 4, 3}; }
  static constexpr std::size_t classes() { return 2; }
  template <class T>
  void draw(T* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t k = 0; k < 24; ++k) {
        *out++ = static_cast<T>(std::sin(double(seed) + double((position + i) * (k + 1))));
      }
    }
  }
  void draw_labels(int* out, std::size_t n, std::uint64_t, std::uint64_t position) const {
    for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<int>((position + i) % 2);
  }
};

/// Waves as a tensor. Shapes: (5, 2, 4, 3).
inline Tensor<float, 4> five_waves() {
  auto waves = Tensor<float, 4>::from_shape({5, 2, 4, 3});
  Waves{}.draw(waves.data(), 5, 7, 0);
  return waves;
}

}  // namespace pictures
