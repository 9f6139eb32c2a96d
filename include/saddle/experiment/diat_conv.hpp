// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/experiment/image_ways.hpp>
#include <saddle/nn/zoo/image_classifier.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

/// Translation of small images in [-1, 1] to one domain, such as 32x32x3: what it keeps is what the
/// first convolution of a classifier sees in them, edges and spots of colour. Later features of one
/// that tells the domains apart are those that have to change.
template <class ImageShape, std::size_t classes = 10>
struct DiatConv : ImageWays<ImageShape> {
  static constexpr std::string_view name = "diat-conv";
  using Generator = typename ImageWays<ImageShape>::There;
  using Critic = typename ImageWays<ImageShape>::CriticOfSecond;
  struct Features : ImageClassifier<ImageShape, classes> {};
  static constexpr std::size_t feature_layers = 3;  // convolution, ReLU and pooling

  static constexpr double identity = 0.3;
};

}  // namespace saddle
