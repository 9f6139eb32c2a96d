// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/chain/initializer.hpp>
#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/layer/conv2d.hpp>
#include <saddle/nn/layer/linear.hpp>
#include <saddle/nn/layer/max_pool.hpp>
#include <saddle/nn/layer/reshape.hpp>

#include <cstddef>

namespace saddle {

/// A small convolutional classifier of images whose sides are multiples of 4; its features are the
/// 128 numbers before the last layer.
///
/// Shapes: (n, h, w, c) -> (n, classes), logits.
template <class ImageShape, std::size_t classes = 10>
struct ImageClassifier
    : Network<ImageShape, Conv2d<32, 3, 1, 1>, Relu, MaxPool<2>, Conv2d<64, 3, 1, 1>, Relu,
              MaxPool<2>, Flatten, Linear<128>, Relu, Linear<classes>> {
  using Initializer = HeInit;
};

}  // namespace saddle
