// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/experiment/conditional_conv.hpp>
#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/norm/batch_norm.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

/// `ConditionalConv`, whose critic sees the label as planes and wrong labels too, and encoders that
/// lead back: editing of square images in [-1, 1], such as 28x28x1 and 32x32x3. See
/// `IcGanGenerator` for the published networks.
template <class ImageShape, std::size_t classes>
struct IcConv : ConditionalConv<ImageShape, classes, ByConcatenation, ByPlanes> {
  static constexpr std::string_view name = "ic-conv";
  using Code = typename IcConv::Latent::Value;

  template <std::size_t out>
  using Encoder = Network<ImageShape, Conv2d<32, 5, 2, 2>, BatchNorm, Relu, Conv2d<64, 5, 2, 2>,
                          BatchNorm, Relu, Flatten, Linear<256>, BatchNorm, Relu, Linear<out>>;
  struct CodeEncoder : Encoder<Code::size> {};
  struct LabelEncoder : Encoder<classes> {};

  /// Half of the critic's fakes are real samples with a wrong label, as in the authors' program.
  static constexpr double mismatched = 0.5;
};

}  // namespace saddle
