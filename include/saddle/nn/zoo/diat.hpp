// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/combine/residual.hpp>
#include <saddle/nn/layer/conv2d.hpp>
#include <saddle/nn/layer/linear.hpp>
#include <saddle/nn/layer/pixel_shuffle.hpp>
#include <saddle/nn/layer/prelu.hpp>
#include <saddle/nn/layer/reshape.hpp>
#include <saddle/nn/norm/batch_norm.hpp>

#include <cstddef>

namespace saddle {

/// Caffe's `xavier` filler: weights U(-b, b), b = sqrt(3 / fan_in), biases 0.
struct CaffeXavierInit {
  static constexpr Role role = Role::initializer;
  static constexpr Fill weight(std::size_t fan_in, std::size_t) {
    return Fill::uniform(detail::square_root(3 / static_cast<double>(fan_in)));
  }
  static constexpr Fill bias(std::size_t) { return Fill::constant(0); }
};

namespace detail {

template <std::size_t Out>
using DiatDown = Sequence<Conv2d<Out, 4, 2, 1>, BatchNorm, PRelu>;
template <std::size_t Out>
using DiatSame = Sequence<Conv2d<Out, 3, 1, 1>, BatchNorm, PRelu>;

/// Twice the image by a pixel shuffle, then `Out` channels.
template <std::size_t Out>
using DiatUp = Sequence<PixelShuffle<2>, DiatSame<Out>>;

}  // namespace detail

/// DIAT's attribute transform: halvings and pixel shuffles; what goes up is added to what came
/// down. The order of the shuffle's channels is PyTorch's; Caffe's was not read.
///
/// Shapes: (n, 128, 128, 3) -> the same, in [-1, 1].
/// Source: Li et al. 2018, limuhit/Caffe_Gan (journal version).
template <std::size_t width = 64>
struct DiatTransform
    : Network<
          Shape<128, 128, 3>, detail::DiatDown<width>,
          Residual<
              detail::DiatDown<2 * width>,
              Residual<detail::DiatDown<4 * width>,
                       Residual<detail::DiatDown<8 * width>,
                                Residual<detail::DiatDown<8 * width>, detail::DiatUp<8 * width>>,
                                detail::DiatUp<4 * width>>,
                       detail::DiatUp<2 * width>>,
              detail::DiatUp<width>>,
          PixelShuffle<2>, Conv2d<3, 5, 1, 2>, Tanh> {
  using Initializer = CaffeXavierInit;
};

/// DIAT's mask of the attribute's region, without the fixed filters after it.
///
/// Shapes: (n, 128, 128, 3) -> (n, 32, 32, 1), in [0, 1].
template <std::size_t width = 32>
struct DiatMask : Network<Shape<128, 128, 3>, detail::DiatDown<width>, detail::DiatDown<2 * width>,
                          detail::DiatSame<4 * width>, detail::DiatSame<2 * width>,
                          Conv2d<1, 3, 1, 1>, Sigmoid> {
  using Initializer = CaffeXavierInit;
};

/// DIAT's critic; the program keeps its last two layers as they were drawn, they count all the
/// same.
///
/// Shapes: (n, 128, 128, 3) -> (n, 1).
template <std::size_t width = 64>
struct DiatCritic
    : Network<Shape<128, 128, 3>, Conv2d<width, 4, 2, 1>, Relu, Conv2d<2 * width, 4, 2, 1>, Relu,
              Conv2d<4 * width, 4, 2, 1>, Relu, Conv2d<4 * width, 4, 2, 1>, Relu,
              Conv2d<4 * width, 4, 2, 1>, BatchNorm, Relu, Conv2d<4 * width, 4, 2, 1>, BatchNorm,
              PRelu, Flatten, Linear<512>, Linear<1>> {
  using Initializer = CaffeXavierInit;
};

static_assert(DiatTransform<>::parameter_count == 7'937'715);
static_assert(DiatTransform<>::state_count == 4'864);
static_assert(DiatMask<>::parameter_count == 183'489);
static_assert(DiatMask<>::state_count == 576);
static_assert(DiatCritic<>::parameter_count == 4'331'969);
static_assert(DiatCritic<>::state_count == 1'024);

}  // namespace saddle
