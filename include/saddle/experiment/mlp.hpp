// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/experiment/latent.hpp>
#include <saddle/experiment/recipe.hpp>
#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/layer/dropout.hpp>
#include <saddle/nn/layer/linear.hpp>
#include <saddle/nn/layer/reshape.hpp>
#include <saddle/nn/norm/batch_norm.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

namespace detail {

template <class To>
struct ReshapeTo;
template <std::size_t... Extents>
struct ReshapeTo<Shape<Extents...>> {
  using type = Reshape<Extents...>;
};

}  // namespace detail

/// Dense networks for small images in [-1, 1]: z of 100, G 100-256-512-pixels with BatchNorm,
/// without which it drops digits, and tanh; D pixels-512-256-1 with dropout, without which it
/// learns the images by heart.
template <class ImageShape>
struct Mlp {
  static constexpr std::string_view name = "mlp";
  static constexpr std::size_t pixels = ImageShape::size;
  using Latent = Gaussian<100>;
  using ImageReshape = typename detail::ReshapeTo<ImageShape>::type;
  struct Generator : Network<Shape<100>, Linear<256>, BatchNorm, Relu, Linear<512>, BatchNorm, Relu,
                             Linear<pixels>, Tanh, ImageReshape> {};
  struct Critic : Network<ImageShape, Flatten, Linear<512>, LeakyRelu<>, Dropout<0.3>, Linear<256>,
                          LeakyRelu<>, Dropout<0.3>, Linear<1>> {};

  template <class Objective, class Constraint>
  static constexpr Recipe recipe() {
    return {.steps = 30'000,
            .batch = 64,
            .critic_steps = Constraint::critic_steps,
            .decay_from = 0.5,
            .ema = {.decay = 0.999}};
  }
};

}  // namespace saddle
