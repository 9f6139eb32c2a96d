// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/batch_norm.hpp>
#include <saddle/nn/conv2d.hpp>
#include <saddle/nn/conv_transpose2d.hpp>
#include <saddle/nn/linear.hpp>
#include <saddle/nn/network.hpp>
#include <saddle/nn/reshape.hpp>

#include <cstddef>

namespace saddle {

/// tflib's rule for convolutions: weights U(-b, b), b = sqrt(12 / (fan_in + fan_out)), biases 0.
/// Source: igul222/improved_wgan_training, tflib/ops/conv2d.py.
struct TflibConvInit {
  static constexpr Role role = Role::initializer;
  static constexpr Fill weight(std::size_t fan_in, std::size_t fan_out) {
    return Fill::uniform(detail::square_root(12 / static_cast<double>(fan_in + fan_out)));
  }
  static constexpr Fill bias(std::size_t) { return Fill::constant(0); }
};

/// tflib's convolution: 5x5, stride 2, TensorFlow's SAME padding.
template <std::size_t Out, Padding padding = Padding{1, 2}>
using TflibConv2d = Conv2d<Out, 5, 2, padding, ConvOptions{}, TflibConvInit>;
template <std::size_t Out, Padding crop = Padding{1, 2}>
using TflibConvTranspose2d = ConvTranspose2d<Out, 5, 2, crop, ConvOptions{}, TflibConvInit>;

/// The generator of WGAN-GP on MNIST. `Output` is the sigmoid of images in [0, 1], as published, or
/// tanh for images in [-1, 1].
///
/// Shapes: (n, 128) -> (n, 28, 28, 1).
/// Source: Gulrajani et al. 2017, igul222/improved_wgan_training, gan_mnist.py.
template <std::size_t width = 64, class Output = Sigmoid>
struct WganGpMnistGenerator
    : Network<Shape<128>, Linear<64 * width>, Relu, Reshape<4, 4, 4 * width>,
              TflibConvTranspose2d<2 * width, Padding{1, 3}>, Relu,  // 8x8 cropped to 7x7
              TflibConvTranspose2d<width>, Relu, TflibConvTranspose2d<1>, Output> {
  using Initializer = GlorotInit;
};

/// The critic of WGAN-GP on MNIST: no normalisation, which would couple the samples.
///
/// Shapes: (n, 28, 28, 1) -> (n, 1). Source: as `WganGpMnistGenerator`.
template <std::size_t width = 64>
struct WganGpMnistCritic
    : Network<Shape<28, 28, 1>, TflibConv2d<width>, LeakyRelu<0.2>, TflibConv2d<2 * width>,
              LeakyRelu<0.2>, TflibConv2d<4 * width, Padding{2, 2}>, LeakyRelu<0.2>, Flatten,
              Linear<1>> {
  using Initializer = GlorotInit;
};

/// The DCGAN-like generator of WGAN-GP on CIFAR-10.
///
/// Shapes: (n, 128) -> (n, 32, 32, channels), in [-1, 1].
/// Source: Gulrajani et al. 2017, igul222/improved_wgan_training, gan_cifar.py.
template <std::size_t width = 128, std::size_t channels = 3>
struct WganGpCifarGenerator
    : Network<Shape<128>, Linear<64 * width>, BatchNorm, Relu, Reshape<4, 4, 4 * width>,
              TflibConvTranspose2d<2 * width>, BatchNorm, Relu, TflibConvTranspose2d<width>,
              BatchNorm, Relu, TflibConvTranspose2d<channels>, Tanh> {
  using Initializer = GlorotInit;
};

/// Its critic, without normalisation.
///
/// Shapes: (n, 32, 32, channels) -> (n, 1).
template <std::size_t width = 128, std::size_t channels = 3>
struct WganGpCifarCritic
    : Network<Shape<32, 32, channels>, TflibConv2d<width>, LeakyRelu<0.2>, TflibConv2d<2 * width>,
              LeakyRelu<0.2>, TflibConv2d<4 * width>, LeakyRelu<0.2>, Flatten, Linear<1>> {
  using Initializer = GlorotInit;
};

static_assert(WganGpMnistGenerator<>::parameter_count == 1'554'177);
static_assert(WganGpMnistCritic<>::parameter_count == 1'030'145);
static_assert(WganGpCifarGenerator<>::parameter_count == 5'179'907);
static_assert(WganGpCifarCritic<>::parameter_count == 4'114'689);

}  // namespace saddle
