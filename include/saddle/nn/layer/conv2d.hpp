// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/layer/convolution.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

/// Convolution of images (cross-correlation), y[i, j, o] = b[o] + sum x[s i + p, s j + q, c] W[p,
/// q, c, o].
///
/// `padding` is a number or a `Padding`, such as `reflect(3)`; `Init` the layer's own initialiser.
/// Shapes: (n, h, w, c) -> (n, (h + padding - kernel) / stride + 1, ..., Out).
template <std::size_t Out, std::size_t kernel, std::size_t stride = 1, Padding padding = 0,
          ConvOptions layer_options = {}, class Init = InheritInit>
struct Conv2d {
  static constexpr Role role = Role::layer;
  static constexpr std::string_view name = "Conv2d";
  static constexpr bool fuses_activation = true;
  static constexpr bool transposed = false;
  static constexpr ConvOptions options = layer_options;

  template <class In>
  static constexpr Convolution geometry = {
      In::extents[0], In::extents[1], In::extents[2], Out, kernel, stride, padding, options.groups};
  template <class In>
  static constexpr bool accepts = [] {
    if constexpr (SingleValue<In>) {
      if constexpr (In::rank == 3) return geometry<In>.possible();
    }
    return false;
  }();
  template <class In>
  using OutputOf = Shape<geometry<In>.out_height(), geometry<In>.out_width(), Out>;

  template <class In, class Act = Identity>
  using On = ConvolutionOn<In, Conv2d, Act, Init>;
};

}  // namespace saddle
