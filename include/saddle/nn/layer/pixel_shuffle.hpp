// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/backend/backend.hpp>
#include <saddle/backend/geometry/pixel_order.hpp>
#include <saddle/nn/chain/image.hpp>
#include <saddle/nn/chain/linear_map.hpp>
#include <saddle/nn/chain/python_text.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace saddle {

namespace detail {

/// PyTorch's module, or the one of that name in pytorch_modules.hpp for another order.
inline std::string python_shuffle(const std::string& name, std::size_t r, PixelOrder order,
                                  std::size_t channels) {
  if (order == PixelOrder::pytorch) return PythonCall("nn." + name)(r).text();
  std::vector<std::size_t> places;  // of PyTorch's channels
  for (std::size_t c = 0; c < channels; ++c) {
    for (std::size_t i = 0; i < r; ++i) {
      for (std::size_t j = 0; j < r; ++j) {
        places.push_back(shuffled_channel(order, r, channels, i, j, c));
      }
    }
  }
  return PythonCall("Ordered" + name)(r)(python_tuple(places)).text();
}

}  // namespace detail

/// Channels become blocks of r x r pixels: a permutation. Source: Shi et al. 2016.
/// Shapes: (n, h, w, r^2 c) -> (n, r h, r w, c).
template <std::size_t r, PixelOrder order = PixelOrder::pytorch>
struct PixelShuffle {
  static_assert(order != PixelOrder::diagonal || r == 2, "the diagonal order is of 2 x 2 pixels");
  static constexpr Role role = Role::layer;
  static constexpr std::string_view name = "PixelShuffle";
  template <class In>
  static constexpr bool accepts = [] {
    if constexpr (ImageShape<In>) return In::last % (r * r) == 0;
    return false;
  }();
  template <class In>
  using On = LinearMapOn<In, Shape<In::extents[0] * r, In::extents[1] * r, In::last / (r * r)>,
                         PixelShuffle>;

  template <class In>
  static std::string pytorch() {
    return detail::python_shuffle("PixelShuffle", r, order, In::last / (r * r));
  }

  template <class In, class Out, class D>
  static void apply(D& device, ConstBatch<In, D> x, Batch<Out, D> y, std::size_t n) {
    shuffle_pixels(device, blocks<In>, order, y.ref(), x.ref(), n);
  }
  template <class In, class Out, class D>
  static void transpose(D& device, ConstBatch<Out, D> dy, Batch<In, D> dx, std::size_t n) {
    unshuffle_pixels(device, blocks<In>, order, dx.ref(), dy.ref(), n);
  }

 private:
  template <class In>
  static constexpr PixelBlocks blocks{In::extents[0], In::extents[1], In::last / (r * r), r, r};
};

/// Blocks of r x r pixels become channels: the inverse of `PixelShuffle`.
/// Shapes: (n, r h, r w, c) -> (n, h, w, r^2 c).
template <std::size_t r, PixelOrder order = PixelOrder::pytorch>
struct PixelUnshuffle {
  static_assert(order != PixelOrder::diagonal || r == 2, "the diagonal order is of 2 x 2 pixels");
  static constexpr Role role = Role::layer;
  static constexpr std::string_view name = "PixelUnshuffle";
  template <class In>
  static constexpr bool accepts = [] {
    if constexpr (ImageShape<In>) return In::extents[0] % r == 0 && In::extents[1] % r == 0;
    return false;
  }();
  template <class In>
  using On = LinearMapOn<In, Shape<In::extents[0] / r, In::extents[1] / r, In::last * r * r>,
                         PixelUnshuffle>;

  template <class In>
  static std::string pytorch() {
    return detail::python_shuffle("PixelUnshuffle", r, order, In::last);
  }

  template <class In, class Out, class D>
  static void apply(D& device, ConstBatch<In, D> x, Batch<Out, D> y, std::size_t n) {
    unshuffle_pixels(device, blocks<In>, order, y.ref(), x.ref(), n);
  }
  template <class In, class Out, class D>
  static void transpose(D& device, ConstBatch<Out, D> dy, Batch<In, D> dx, std::size_t n) {
    shuffle_pixels(device, blocks<In>, order, dx.ref(), dy.ref(), n);
  }

 private:
  template <class In>
  static constexpr PixelBlocks blocks{In::extents[0] / r, In::extents[1] / r, In::last, r, r};
};

}  // namespace saddle
