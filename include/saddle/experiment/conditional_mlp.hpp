// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/experiment/conditioning.hpp>
#include <saddle/experiment/mlp.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

/// `Mlp` for small images of `classes` classes.
template <class ImageShape, std::size_t classes, class CriticWay = ByClassHead>
struct ConditionalMlp : Mlp<ImageShape> {
  static constexpr std::string_view name = "conditional-mlp";
  using Plain = Mlp<ImageShape>;
  struct Generator : ByConcatenation::Generator<
                         typename Plain::Latent::Value, classes, Linear<256>, Linear<512>,
                         Sequence<Linear<Plain::pixels>, Tanh, typename Plain::ImageReshape>> {};
  struct Critic : CriticWay::template Critic<ImageShape, classes, Flatten, Linear<512>, LeakyRelu<>,
                                             Dropout<0.3>, Linear<256>, LeakyRelu<>, Dropout<0.3>> {
  };
};

}  // namespace saddle
