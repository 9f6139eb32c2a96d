// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/combine/shortcut.hpp>
#include <saddle/nn/layer/conv2d.hpp>
#include <saddle/nn/layer/conv_transpose2d.hpp>
#include <saddle/nn/layer/dropout.hpp>
#include <saddle/nn/zoo/cycle_gan.hpp>
#include <saddle/nn/zoo/list_network.hpp>

#include <algorithm>
#include <cstddef>

namespace saddle {

namespace detail {

/// The levels below an image of `size` rows with `channels` channels: a network from this image
/// to one of the same shape, whose input is an activation's output.
///
/// The published LeakyReLU works in place, so that the skip carries its output; it is thus in front
/// of the skip here. After the skip comes a ReLU, for which it makes no difference.
template <class Normed, std::size_t size, std::size_t channels, std::size_t width, bool dropout>
constexpr auto unet_levels() {
  constexpr std::size_t inner = std::min(2 * channels, 8 * width);
  using Norm = typename Normed::Norm;
  using Up = ConvTranspose2d<channels, 4, 2, 1, Normed::options>;
  using Down = Conv2d<inner, 4, 2, 1, Normed::options>;
  if constexpr (size == 2) {
    return types<Down, Relu, Up, Norm>{};
  } else {
    constexpr auto below = []<class... Levels>(types<Levels...>) {
      return types<ConcatSkip<Levels...>>{};
    }(unet_levels<Normed, size / 2, inner, width, dropout>());
    constexpr auto level = types<Down, Norm, LeakyRelu<0.2>>{} + below + types<Relu, Up, Norm>{};
    if constexpr (dropout && channels == 8 * width) return level + types<Dropout<0.5>>{};
    else return level;
  }
}

template <class Normed, std::size_t size, std::size_t channels, std::size_t width, bool dropout>
constexpr auto unet() {
  constexpr auto below = []<class... Levels>(types<Levels...>) {
    return types<ConcatSkip<Levels...>>{};
  }(unet_levels<Normed, size / 2, width, width, dropout>());
  return types<Conv2d<width, 4, 2, 1, Normed::options>, LeakyRelu<0.2>>{} + below +
         types<Relu, ConvTranspose2d<channels, 4, 2, 1>, Tanh>{};
}

}  // namespace detail

/// pix2pix' generator: halvings down to one pixel and doublings back up, with a skip on every
/// level.
///
/// `dropout` is pix2pix' noise, 0.5 on the middle levels on the way up. Shapes: (n, size, size,
/// channels) -> the same, in [-1, 1]; size a power of 2.
/// Source: Isola et al. 2017, junyanz/pytorch-CycleGAN-and-pix2pix, models/networks.py.
template <std::size_t size = 256, class Normed = BatchNormed, bool dropout = false,
          std::size_t channels = 3, std::size_t width = 64>
struct UNetGenerator
    : detail::ListNetwork<Shape<size, size, channels>,
                          decltype(detail::unet<Normed, size, channels, width, dropout>())>::type {
  using Initializer = NormalInit<0.02>;
};

static_assert(UNetGenerator<>::parameter_count == 54'413'955);
static_assert(UNetGenerator<>::state_count == 9'856);
static_assert(UNetGenerator<128>::parameter_count == 41'828'995);
static_assert(UNetGenerator<128>::state_count == 7'808);
static_assert(UNetGenerator<256, InstanceNormed>::parameter_count == 54'409'603);
static_assert(UNetGenerator<256, BatchNormed, true>::parameter_count == 54'413'955);

}  // namespace saddle
