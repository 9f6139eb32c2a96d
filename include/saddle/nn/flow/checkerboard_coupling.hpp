// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/flow/coupling.hpp>
#include <saddle/nn/flow/flow_network.hpp>
#include <saddle/nn/flow/select_channels.hpp>
#include <saddle/nn/flow/squeeze.hpp>
#include <saddle/nn/layer/pixel_shuffle.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace saddle {

namespace detail {

// In the order `diagonal`, the two of each four pixels that have the even colour come first.

/// The pixels of the colour that stays, and zeros where the others are.
template <Half changed>
struct OnBoard {
  static constexpr std::string_view name = "OnBoard";
  template <std::size_t channels>
  static constexpr auto places() {
    std::array<std::size_t, 2 * channels> places{};
    constexpr std::size_t first = changed == Half::first ? channels : 0;
    for (std::size_t i = 0; i < 2 * channels; ++i) {
      places[i] = i >= first && i < first + channels ? i - first : npos;
    }
    return places;
  }
};

/// Of `parts` values of each pixel's channels side by side, those of the pixels that change, one
/// part after the other.
template <Half changed, std::size_t parts>
struct OffBoard {
  static constexpr std::string_view name = "OffBoard";
  template <std::size_t channels>
  static constexpr bool fits = channels % (4 * parts) == 0;
  template <std::size_t channels>
  static constexpr auto places() {
    std::array<std::size_t, channels / 2> places{};
    constexpr std::size_t width = channels / 4 / parts;  // channels of the image
    std::size_t next = 0;
    for (std::size_t part = 0; part < parts; ++part) {
      for (std::size_t pixel = 0; pixel < 2; ++pixel) {
        const std::size_t at = (changed == Half::first ? 0 : 2) + pixel;
        for (std::size_t c = 0; c < width; ++c) places[next++] = (at * parts + part) * width + c;
      }
    }
    return places;
  }
};

template <CouplingKind kind, Half half, class... Specs>
using CheckerboardOf =
    FlowSequence<Squeeze<2, PixelOrder::diagonal>, BasicCoupling<kind, half, false, Specs...>,
                 Unsqueeze<2, PixelOrder::diagonal>>;

}  // namespace detail

/// A coupling whose halves are the colours of a checkerboard: the pixels (i, j) with even i + j are
/// the first. The network sees whole images, in which the pixels that change are zero.
///
/// `Specs` are the network's layers: (n, h, w, c) -> (n, h, w, 2 c), log-scales before their bound,
/// then shifts. Height and width are even.
/// Source: Dinh et al. 2017.
template <Half half, class... Specs>
struct CheckerboardCoupling
    : detail::CheckerboardOf<CouplingKind::affine, half, SelectChannels<detail::OnBoard<half>>,
                             PixelShuffle<2, PixelOrder::diagonal>, Specs...,
                             PixelUnshuffle<2, PixelOrder::diagonal>,
                             SelectChannels<detail::OffBoard<half, 2>>, BoundedScale<>> {};

}  // namespace saddle
