// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/backend/geometry/convolution.hpp>
#include <saddle/nn/chain/activation.hpp>
#include <saddle/nn/chain/image.hpp>
#include <saddle/nn/chain/linear_map.hpp>
#include <saddle/nn/chain/python_text.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace saddle {

/// Rows and columns around an image: zeros, or the image mirrored. A convolution has a padding of
/// its own, which costs less.
/// Shapes: (n, h, w, c) -> (n, h + before + after, w + before + after, c).
template <Padding padding>
struct Pad {
  static constexpr Role role = Role::layer;
  static constexpr std::string_view name = "Pad";

  template <class In>
  static constexpr Convolution geometry = {In::extents[0], In::extents[1], In::extents[2], 1, 1, 1,
                                           padding};
  template <class In>
  static constexpr bool accepts = [] {
    if constexpr (ImageShape<In>) return geometry<In>.possible();
    return false;
  }();
  template <class In>
  using On =
      LinearMapOn<In, Shape<geometry<In>.padded_height(), geometry<In>.padded_width(), In::last>,
                  Pad>;

  template <class>
  static std::string pytorch() {
    return PythonCall(padding.border == Border::zero ? "nn.ZeroPad2d" : "nn.ReflectionPad2d")(
               python_tuple(
                   std::array{padding.before, padding.after, padding.before, padding.after}))
        .text();
  }

  template <class In, class Out, class D>
  static void apply(D& device, ConstBatch<In, D> x, Batch<Out, D> y, std::size_t n) {
    pad_images(device, geometry<In>, y.ref(), x.ref(), n);
  }
  template <class In, class Out, class D>
  static void transpose(D& device, ConstBatch<Out, D> dy, Batch<In, D> dx, std::size_t n) {
    fold_images<Identity>(device, geometry<In>, dx.ref(), dy.ref(), Read<D>{}, n);
  }
};

/// `ZeroPad<1>` or `ZeroPad<Padding{before, after}>`.
template <Padding padding>
  requires(padding.border == Border::zero)
using ZeroPad = Pad<padding>;

/// `both` rows and columns on each side, mirrored without repeating the border.
template <std::size_t both>
using ReflectionPad = Pad<reflect(both)>;

/// Takes rows and columns off an image, before and after: the transpose of `ZeroPad`.
/// Shapes: (n, h, w, c) -> (n, h - before - after, w - before - after, c).
template <Padding crop>
struct Crop {
  static_assert(crop.border == Border::zero, "Crop<...> takes numbers of rows and columns only");
  static constexpr Role role = Role::layer;
  static constexpr std::string_view name = "Crop";

  /// Of the padding that this undoes.
  template <class In>
  static constexpr Convolution geometry = {
      In::extents[0] - crop.total(), In::extents[1] - crop.total(), In::extents[2], 1, 1, 1, crop};
  template <class In>
  static constexpr bool accepts = [] {
    if constexpr (ImageShape<In>) {
      return In::extents[0] > crop.total() && In::extents[1] > crop.total();
    }
    return false;
  }();
  template <class In>
  using On = LinearMapOn<In, Shape<geometry<In>.height, geometry<In>.width, In::last>, Crop>;

  template <class>
  static std::string pytorch() {
    return PythonCall("Crop")(crop.before)(crop.after).text();
  }

  template <class In, class Out, class D>
  static void apply(D& device, ConstBatch<In, D> x, Batch<Out, D> y, std::size_t n) {
    fold_images<Identity>(device, geometry<In>, y.ref(), x.ref(), Read<D>{}, n);
  }
  template <class In, class Out, class D>
  static void transpose(D& device, ConstBatch<Out, D> dy, Batch<In, D> dx, std::size_t n) {
    pad_images(device, geometry<In>, dx.ref(), dy.ref(), n);
  }
};

}  // namespace saddle
