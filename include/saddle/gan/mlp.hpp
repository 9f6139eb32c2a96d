// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/gan/latent.hpp>
#include <saddle/gan/recipe.hpp>
#include <saddle/nn/linear.hpp>
#include <saddle/nn/network.hpp>
#include <saddle/nn/reshape.hpp>
#include <saddle/optim/adam.hpp>

#include <cstddef>
#include <type_traits>

namespace saddle {

namespace detail {

template <class To>
struct ReshapeTo;
template <std::size_t... Extents>
struct ReshapeTo<Shape<Extents...>> {
  using type = Reshape<Extents...>;
};

}  // namespace detail

/// Dense networks for small images in [-1, 1]: z of 100, G 100-256-512-pixels with tanh, D
/// pixels-512-256-1.
template <class ImageShape>
struct Mlp {
  static constexpr std::size_t pixels = ImageShape::size;
  using Latent = Gaussian<100>;
  using ImageReshape = typename detail::ReshapeTo<ImageShape>::type;
  struct Generator : Network<Shape<100>, Linear<256>, Relu, Linear<512>, Relu, Linear<pixels>,
                             Tanh, ImageReshape> {};
  struct Critic : Network<ImageShape, Flatten, Linear<512>, LeakyRelu<>, Linear<256>, LeakyRelu<>,
                          Linear<1>> {};

  template <class Objective, class Constraint>
  static constexpr Recipe recipe() {
    return {.steps = 30'000,
            .batch = 64,
            .critic_steps = Constraint::critic_steps,
            .critic_rate = 2e-4,
            .generator_rate = 2e-4,
            .decay_from = 0.5,
            .ema = 0.999};
  }
};

}  // namespace saddle
