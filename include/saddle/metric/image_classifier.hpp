// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/conv2d.hpp>
#include <saddle/nn/initializer.hpp>
#include <saddle/nn/linear.hpp>
#include <saddle/nn/max_pool.hpp>
#include <saddle/nn/network.hpp>
#include <saddle/nn/reshape.hpp>

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
