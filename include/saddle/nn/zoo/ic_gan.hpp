// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/combine/branches.hpp>
#include <saddle/nn/combine/joint.hpp>
#include <saddle/nn/layer/conv2d.hpp>
#include <saddle/nn/layer/conv_transpose2d.hpp>
#include <saddle/nn/layer/label.hpp>
#include <saddle/nn/layer/linear.hpp>
#include <saddle/nn/layer/reshape.hpp>
#include <saddle/nn/norm/batch_norm.hpp>
#include <saddle/nn/zoo/list_network.hpp>

#include <cstddef>

namespace saddle {

/// Torch7's default, which IcGAN's encoders keep: U(-b, b), b = 1 / sqrt(fan_in), for weights and
/// biases; gains U(0, 1).
struct Torch7Init : PyTorchInit {
  static constexpr Fill gain() { return {Fill::Kind::uniform, 0.5, 0.5}; }
};

namespace detail {

/// Doubles the image from `now` rows, halving `width` channels, until the image itself is made.
template <std::size_t size, std::size_t channels, std::size_t now, std::size_t width>
constexpr auto ic_gan_up() {
  if constexpr (2 * now == size) {
    return types<ConvTranspose2d<channels, 4, 2, 1>, Tanh>{};
  } else {
    return types<ConvTranspose2d<width / 2, 4, 2, 1>, BatchNorm, Relu>{} +
           ic_gan_up<size, channels, 2 * now, width / 2>();
  }
}

/// Halves the image of `now` rows and `width` channels until one kernel covers it.
template <std::size_t now, std::size_t width>
constexpr auto ic_gan_down() {
  if constexpr (now == 4) {
    return types<Conv2d<1, 4>, Flatten>{};
  } else {
    return types<Conv2d<2 * width, 4, 2, 1>, BatchNorm, LeakyRelu<0.2>>{} +
           ic_gan_down<now / 2, 2 * width>();
  }
}

}  // namespace detail

/// IcGAN's generator: code and label side by side. Labels are -1 or 1.
///
/// Shapes: (n, codes), (n, labels) -> (n, size, size, channels), in [-1, 1].
/// Source: Perarnau et al. 2016, Guim3/IcGAN, trainGAN.lua.
template <std::size_t labels = 18, std::size_t size = 64, std::size_t channels = 3,
          std::size_t width = 64, std::size_t codes = 100>
struct IcGanGenerator
    : detail::ListNetwork<
          Joint<Shape<codes>, Shape<labels>>,
          decltype(types<Concat, Reshape<1, 1, codes + labels>,
                         ConvTranspose2d<width * size / 8, 4>, BatchNorm, Relu>{} +
                   detail::ic_gan_up<size, channels, 4, width * size / 8>())>::type {
  using Initializer = NormalInit<0.02>;
};

/// IcGAN's critic: the label joins as planes after the first convolution.
///
/// Shapes: (n, size, size, channels), (n, labels) -> (n, 1), a logit. Source: as above.
template <std::size_t labels = 18, std::size_t size = 64, std::size_t channels = 3,
          std::size_t width = 64>
struct IcGanCritic
    : detail::ListNetwork<
          Joint<Shape<size, size, channels>, Shape<labels>>,
          decltype(types<Parallel<Sequence<Conv2d<width, 4, 2, 1>, LeakyRelu<0.2>>, Identity>,
                         LabelPlanes>{} +
                   detail::ic_gan_down<size / 2, width>())>::type {
  using Initializer = NormalInit<0.02>;
};

/// IcGAN's encoders: of the code, whose hidden layer is as wide as its input, and of the label,
/// where it has 512 units.
///
/// Shapes: (n, size, size, channels) -> (n, out). Source: as above, trainEncoder.lua.
template <std::size_t out, std::size_t hidden, std::size_t size = 64, std::size_t channels = 3,
          std::size_t width = 32>
struct IcGanEncoder
    : Network<Shape<size, size, channels>, Conv2d<width, 5, 2, 2>, BatchNorm, Relu,
              Conv2d<2 * width, 5, 2, 2>, BatchNorm, Relu, Conv2d<4 * width, 5, 2, 2>, BatchNorm,
              Relu, Conv2d<8 * width, 5, 2, 2>, BatchNorm, Relu, Flatten, Linear<hidden>, BatchNorm,
              Relu, Linear<out>> {
  using Initializer = Torch7Init;
};
template <std::size_t size = 64, std::size_t channels = 3, std::size_t width = 32>
using IcGanCodeEncoder = IcGanEncoder<100, size * size * width / 32, size, channels, width>;
template <std::size_t labels = 18, std::size_t size = 64, std::size_t channels = 3,
          std::size_t width = 32>
using IcGanLabelEncoder = IcGanEncoder<labels, 512, size, channels, width>;

static_assert(IcGanGenerator<>::parameter_count == 3'725'123);
static_assert(IcGanGenerator<>::state_count == 1'920);
static_assert(IcGanCritic<>::parameter_count == 2'803'393);
static_assert(IcGanCritic<>::state_count == 1'792);
static_assert(IcGanCodeEncoder<>::parameter_count == 18'278'244);
static_assert(IcGanCodeEncoder<>::state_count == 9'152);
static_assert(IcGanLabelEncoder<>::parameter_count == 3'186'962);
static_assert(IcGanLabelEncoder<>::state_count == 1'984);
static_assert(IcGanGenerator<10, 64, 1>::parameter_count == 3'657'537);
static_assert(IcGanCritic<10, 64, 1>::parameter_count == 2'784'961);
static_assert(IcGanCodeEncoder<64, 1>::parameter_count == 18'276'644);
static_assert(IcGanLabelEncoder<10, 64, 1>::parameter_count == 3'181'258);
static_assert(IcGanGenerator<8, 128>::parameter_count == 12'919'619);
static_assert(IcGanCritic<8, 128>::parameter_count == 11'182'785);
static_assert(IcGanCodeEncoder<128>::parameter_count == 271'202'148);
static_assert(IcGanLabelEncoder<8, 128>::parameter_count == 9'473'288);

}  // namespace saddle
