// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/layer/convolution.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

/// Transposed convolution: the input gradient of a `Conv2d`, so that strides enlarge an image.
///
/// `crop` takes rows and columns off the full result; PyTorch's padding p with output padding o is
/// a crop of `Padding{p, p - o}`.
/// Shapes: (n, h, w, c) -> (n, (h - 1) stride + kernel - crop, ..., Out).
template <std::size_t Out, std::size_t kernel, std::size_t stride = 1, Padding crop = 0,
          ConvOptions layer_options = {}, class Init = InheritInit>
struct ConvTranspose2d {
  static_assert(crop.border == Border::zero, "a transposed convolution crops its result");
  static_assert(layer_options.groups == 1, "a transposed convolution has one group");
  static constexpr Role role = Role::layer;
  static constexpr std::string_view name = "ConvTranspose2d";
  static constexpr bool fuses_activation = true;
  static constexpr bool transposed = true;
  static constexpr ConvOptions options = layer_options;

  static constexpr std::size_t enlarged(std::size_t extent) {
    return (extent - 1) * stride + kernel - crop.total();
  }
  /// Of the convolution whose input gradient this is.
  template <class In>
  static constexpr Convolution geometry = {enlarged(In::extents[0]),
                                           enlarged(In::extents[1]),
                                           Out,
                                           In::extents[2],
                                           kernel,
                                           stride,
                                           crop};
  template <class In>
  static constexpr bool accepts = [] {
    if constexpr (SingleValue<In>) {
      if constexpr (In::rank == 3) {
        return (In::extents[0] - 1) * stride + kernel > crop.total() &&
               (In::extents[1] - 1) * stride + kernel > crop.total();
      }
    }
    return false;
  }();
  template <class In>
  using OutputOf = Shape<enlarged(In::extents[0]), enlarged(In::extents[1]), Out>;

  template <class In, class Act = Identity>
  using On = ConvolutionOn<In, ConvTranspose2d, Act, Init>;
};

}  // namespace saddle
