// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/layer/conv2d.hpp>
#include <saddle/nn/layer/conv_transpose2d.hpp>
#include <saddle/nn/layer/reshape.hpp>
#include <saddle/nn/norm/batch_norm.hpp>
#include <saddle/nn/zoo/list_network.hpp>

#include <cstddef>

namespace saddle {

namespace detail {

/// The smallest image of a DCGAN, which doubles up to `size`: 4 for 32 and 64, 7 for 28.
constexpr std::size_t dcgan_base(std::size_t size) {
  while (size > 7 && size % 2 == 0) size /= 2;
  return size;
}

/// Doubles the image and halves the channels until `size` is reached; the last layer makes the
/// image.
template <std::size_t size, std::size_t channels, std::size_t now, std::size_t width>
constexpr auto dcgan_up() {
  if constexpr (2 * now == size) {
    return types<ConvTranspose2d<channels, 4, 2, 1, no_bias>, Tanh>{};
  } else {
    return types<ConvTranspose2d<width / 2, 4, 2, 1, no_bias>, BatchNorm, Relu>{} +
           dcgan_up<size, channels, 2 * now, width / 2>();
  }
}

/// Halves the image and doubles the channels until `base` is reached; the last layer covers it.
template <std::size_t base, std::size_t now, std::size_t width, std::size_t outputs>
constexpr auto dcgan_down() {
  if constexpr (now == base) {
    return types<Conv2d<outputs, base, 1, 0, no_bias>, Flatten>{};
  } else {
    return types<Conv2d<2 * width, 4, 2, 1, no_bias>, BatchNorm, LeakyRelu<0.2>>{} +
           dcgan_down<base, now / 2, 2 * width, outputs>();
  }
}

template <std::size_t size>
constexpr std::size_t dcgan_widest(std::size_t width) {
  for (std::size_t now = 2 * dcgan_base(size); now < size; now *= 2) width *= 2;
  return width;
}

}  // namespace detail

/// DCGAN's generator: a code becomes a small image, which doubles until it has `size` rows.
///
/// Shapes: (n, codes) -> (n, size, size, channels), in [-1, 1].
/// Source: Radford et al. 2016, as in pytorch/examples (64x64x3, width 64).
template <std::size_t size = 64, std::size_t channels = 3, std::size_t width = 64,
          std::size_t codes = 100>
struct DcganGenerator
    : detail::ListNetwork<Shape<codes>,
                          decltype(types<Reshape<1, 1, codes>,
                                         ConvTranspose2d<detail::dcgan_widest<size>(width),
                                                         detail::dcgan_base(size), 1, 0, no_bias>,
                                         BatchNorm, Relu>{} +
                                   detail::dcgan_up<size, channels, detail::dcgan_base(size),
                                                    detail::dcgan_widest<size>(width)>())>::type {
  using Initializer = NormalInit<0.02>;
};

/// DCGAN's way from images to numbers: convolutions halve the image until one kernel covers it.
///
/// Shapes: (n, size, size, channels) -> (n, outputs).
/// Source: as `DcganGenerator`.
template <std::size_t size, std::size_t channels, std::size_t width, std::size_t outputs>
struct DcganEncoder
    : detail::ListNetwork<Shape<size, size, channels>,
                          decltype(types<Conv2d<width, 4, 2, 1, no_bias>, LeakyRelu<0.2>>{} +
                                   detail::dcgan_down<detail::dcgan_base(size), size / 2, width,
                                                      outputs>())>::type {
  using Initializer = NormalInit<0.02>;
};

/// DCGAN's critic.
///
/// Shapes: (n, size, size, channels) -> (n, 1).
/// Source: as `DcganGenerator`.
template <std::size_t size = 64, std::size_t channels = 3, std::size_t width = 64>
struct DcganCritic : DcganEncoder<size, channels, width, 1> {};

static_assert(DcganGenerator<>::parameter_count == 3'576'704);
static_assert(DcganGenerator<>::state_count == 1'920);
static_assert(DcganCritic<>::parameter_count == 2'765'568);
static_assert(DcganCritic<>::state_count == 1'792);

}  // namespace saddle
