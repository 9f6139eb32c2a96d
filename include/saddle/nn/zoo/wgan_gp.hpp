// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/combine/branches.hpp>
#include <saddle/nn/combine/joint.hpp>
#include <saddle/nn/combine/repeat.hpp>
#include <saddle/nn/combine/residual.hpp>
#include <saddle/nn/combine/shortcut.hpp>
#include <saddle/nn/layer/conv2d.hpp>
#include <saddle/nn/layer/conv_transpose2d.hpp>
#include <saddle/nn/layer/linear.hpp>
#include <saddle/nn/layer/pool.hpp>
#include <saddle/nn/layer/reshape.hpp>
#include <saddle/nn/norm/batch_norm.hpp>
#include <saddle/nn/norm/conditional_batch_norm.hpp>
#include <saddle/nn/norm/layer_norm_by_channel.hpp>
#include <saddle/nn/zoo/dcgan.hpp>
#include <saddle/nn/zoo/list_network.hpp>

#include <cstddef>
#include <type_traits>

namespace saddle {

/// tflib's rule for convolutions: weights U(-b, b), b = sqrt(12 / (fan_in + fan_out)), biases 0.
/// Source: igul222/improved_wgan_training, tflib/ops/conv2d.py.
struct TflibConvInit {
  static constexpr Role role = Role::initializer;
  static constexpr Fill weight(std::size_t fan_in, std::size_t fan_out) {
    return Fill::uniform(detail::square_root(12 / static_cast<double>(fan_in + fan_out)));
  }
  static constexpr Fill bias(std::size_t) { return Fill::constant(0); }
};

/// tflib's convolution: 5x5, stride 2, TensorFlow's SAME padding.
template <std::size_t Out, Padding padding = Padding{1, 2}>
using TflibConv2d = Conv2d<Out, 5, 2, padding, ConvOptions{}, TflibConvInit>;
template <std::size_t Out, Padding crop = Padding{1, 2}>
using TflibConvTranspose2d = ConvTranspose2d<Out, 5, 2, crop, ConvOptions{}, TflibConvInit>;

namespace detail {

/// tflib's 3 x 3 convolution, and the 1 x 1 of a shortcut, which is drawn narrower.
template <std::size_t Out, ConvOptions options = ConvOptions{}>
using TflibSame = Conv2d<Out, 3, 1, 1, options, TflibConvInit>;
template <std::size_t Out>
using TflibShortcut = Conv2d<Out, 1, 1, 0, ConvOptions{}, GlorotInit>;

/// (image, class) -> twice the image.
using ConditionalBatchStatistics = ConditionalBatchNorm<{.running = Running::none}>;
template <std::size_t Out>
using WganGpConditionalUp = ShortcutResidual<
    Sequence<Select<0>, NearestUpsample<2>, TflibShortcut<Out>>,
    CarrySecond<ConditionalBatchStatistics, Relu, NearestUpsample<2>, TflibSame<Out>>,
    ConditionalBatchStatistics, Relu, TflibSame<Out>>;

/// Blocks of the 64 x 64 nets: twice the image, half the image.
template <std::size_t Out>
using WganGpUp =
    ShortcutResidual<Sequence<NearestUpsample<2>, TflibShortcut<Out>>, BatchNorm, Relu,
                     NearestUpsample<2>, TflibSame<Out, no_bias>, BatchNorm, Relu, TflibSame<Out>>;
template <std::size_t In, std::size_t Out>
using WganGpDown =
    ShortcutResidual<Sequence<MeanPool<2>, TflibShortcut<Out>>, LayerNormByChannel, Relu,
                     TflibSame<In, no_bias>, LayerNormByChannel, Relu, TflibSame<Out>, MeanPool<2>>;

/// Doubles the image and halves the channels until `size` is reached; the last layer makes the
/// image.
template <std::size_t size, std::size_t channels, std::size_t now, std::size_t width>
constexpr auto wgan_gp_up() {
  if constexpr (2 * now == size) {
    return types<TflibConvTranspose2d<channels>, Tanh>{};
  } else {
    return types<TflibConvTranspose2d<width / 2>, BatchNorm, Relu>{} +
           wgan_gp_up<size, channels, 2 * now, width / 2>();
  }
}

/// Halves the image and doubles the channels until it has `base` rows.
template <std::size_t base, std::size_t now, std::size_t width>
constexpr auto wgan_gp_down() {
  constexpr types<TflibConv2d<width>, LeakyRelu<0.2>> half{};
  if constexpr (now == 2 * base) return half;
  else return half + wgan_gp_down<base, now / 2, 2 * width>();
}

}  // namespace detail

/// tflib's BatchNorm of features: the batch's own statistics, in evaluation too.
using BatchStatistics = BasicBatchNorm<{.running = Running::none}>;

/// The generator of WGAN-GP on MNIST. `Output` is the sigmoid of images in [0, 1], as published, or
/// tanh for images in [-1, 1].
///
/// Shapes: (n, 128) -> (n, 28, 28, 1).
/// Source: Gulrajani et al. 2017, igul222/improved_wgan_training, gan_mnist.py.
template <std::size_t width = 64, class Output = Sigmoid>
struct WganGpMnistGenerator
    : Network<Shape<128>, Linear<64 * width>, Relu, Reshape<4, 4, 4 * width>,
              TflibConvTranspose2d<2 * width, Padding{1, 3}>, Relu,  // 8x8 cropped to 7x7
              TflibConvTranspose2d<width>, Relu, TflibConvTranspose2d<1>, Output> {
  using Initializer = GlorotInit;
};

/// The critic of WGAN-GP on MNIST: no normalisation, which would couple the samples.
///
/// Shapes: (n, 28, 28, 1) -> (n, 1). Source: as `WganGpMnistGenerator`.
template <std::size_t width = 64>
struct WganGpMnistCritic
    : Network<Shape<28, 28, 1>, TflibConv2d<width>, LeakyRelu<0.2>, TflibConv2d<2 * width>,
              LeakyRelu<0.2>, TflibConv2d<4 * width, Padding{2, 2}>, LeakyRelu<0.2>, Flatten,
              Linear<1>> {
  using Initializer = GlorotInit;
};

/// The generator of WGAN-GP on CIFAR-10 for images of any side that a small one doubles up to: 4 to
/// 7 rows become `size`.
///
/// The published first norm (`BatchStatistics`) keeps no running statistics; the default does, so
/// that one image can be made alone.
/// Shapes: (n, 128) -> (n, size, size, channels), in [-1, 1].
/// Source: Gulrajani et al. 2017, igul222/improved_wgan_training, gan_cifar.py (size 32).
template <std::size_t size, std::size_t channels, std::size_t width = 128,
          class FirstNorm = BatchNorm>
struct WganGpConvGenerator
    : detail::ListNetwork<
          Shape<128>, decltype(types<Linear<detail::dcgan_base(size) * detail::dcgan_base(size) *
                                            detail::dcgan_widest<size>(width)>,
                                     FirstNorm, Relu,
                                     Reshape<detail::dcgan_base(size), detail::dcgan_base(size),
                                             detail::dcgan_widest<size>(width)>>{} +
                               detail::wgan_gp_up<size, channels, detail::dcgan_base(size),
                                                  detail::dcgan_widest<size>(width)>())>::type {
  using Initializer = GlorotInit;
};

/// Its critic, without normalisation, which would couple the samples.
///
/// Shapes: (n, size, size, channels) -> (n, 1). Source: as `WganGpConvGenerator`.
template <std::size_t size, std::size_t channels, std::size_t width = 128>
struct WganGpConvCritic
    : detail::ListNetwork<Shape<size, size, channels>,
                          decltype(detail::wgan_gp_down<detail::dcgan_base(size), size, width>() +
                                   types<Flatten, Linear<1>>{})>::type {
  using Initializer = GlorotInit;
};

/// The published nets of CIFAR-10.
///
/// Shapes: (n, 128) -> (n, 32, 32, channels), in [-1, 1], -> (n, 1).
template <std::size_t width = 128, std::size_t channels = 3, class FirstNorm = BatchNorm>
struct WganGpCifarGenerator : WganGpConvGenerator<32, channels, width, FirstNorm> {};
template <std::size_t width = 128, std::size_t channels = 3>
struct WganGpCifarCritic : WganGpConvCritic<32, channels, width> {};

/// The conditional ResNet generator of WGAN-GP on CIFAR-10. Its norms select gains and shifts by
/// the class and keep no running statistics, the last one excepted.
///
/// Shapes: (n, 128), (n, classes) -> (n, 32, 32, 3), in [-1, 1].
/// Source: Gulrajani et al. 2017, igul222/improved_wgan_training, gan_cifar_resnet.py.
template <std::size_t width = 128, std::size_t classes = 10>
struct WganGpResNetGenerator
    : Network<Joint<Shape<128>, Shape<classes>>,
              Parallel<Sequence<Linear<16 * width>, Reshape<4, 4, width>>, Identity>,
              CarrySecond<detail::WganGpConditionalUp<width>>,
              CarrySecond<detail::WganGpConditionalUp<width>>, detail::WganGpConditionalUp<width>,
              BatchNorm, Relu, Conv2d<3, 3, 1, 1, ConvOptions{}, GlorotInit>, Tanh> {
  using Initializer = GlorotInit;
};

/// The conditional ResNet critic of WGAN-GP on CIFAR-10, with a class head (ACGAN).
///
/// Shapes: (n, 32, 32, 3) -> (n, 1), (n, classes).
/// Source: Gulrajani et al. 2017, igul222/improved_wgan_training, gan_cifar_resnet.py.
template <std::size_t width = 128, std::size_t classes = 10>
struct WganGpResNetCritic
    : Network<
          Shape<32, 32, 3>,
          ShortcutResidual<Sequence<MeanPool<2>, detail::TflibShortcut<width>>,
                           detail::TflibSame<width>, Relu, detail::TflibSame<width>, MeanPool<2>>,
          ShortcutResidual<Sequence<detail::TflibShortcut<width>, MeanPool<2>>, Relu,
                           detail::TflibSame<width>, Relu, detail::TflibSame<width>, MeanPool<2>>,
          Repeat<2, Residual<Relu, detail::TflibSame<width>, Relu, detail::TflibSame<width>>>, Relu,
          GlobalMeanPool, Heads<Linear<1>, Linear<classes>>> {
  using Initializer = GlorotInit;
};

/// The ResNet generator of WGAN-GP at 64 x 64 ("GoodGenerator").
///
/// Shapes: (n, 128) -> (n, 64, 64, 3), in [-1, 1].
/// Source: Gulrajani et al. 2017, igul222/improved_wgan_training, gan_64x64.py.
template <std::size_t width = 64>
struct WganGp64Generator : Network<Shape<128>, Linear<128 * width>, Reshape<4, 4, 8 * width>,
                                   detail::WganGpUp<8 * width>, detail::WganGpUp<4 * width>,
                                   detail::WganGpUp<2 * width>, detail::WganGpUp<width>, BatchNorm,
                                   Relu, Conv2d<3, 3, 1, 1, ConvOptions{}, GlorotInit>, Tanh> {
  using Initializer = GlorotInit;
};

/// Its critic ("GoodDiscriminator"), normalised sample by sample. Shapes: (n, 64, 64, 3) -> (n, 1).
template <std::size_t width = 64>
struct WganGp64Critic
    : Network<Shape<64, 64, 3>, Conv2d<width, 3, 1, 1, ConvOptions{}, GlorotInit>,
              detail::WganGpDown<width, 2 * width>, detail::WganGpDown<2 * width, 4 * width>,
              detail::WganGpDown<4 * width, 8 * width>, detail::WganGpDown<8 * width, 8 * width>,
              Flatten, Linear<1>> {
  using Initializer = GlorotInit;
};

/// The nets of WGAN-GP on two-dimensional toys: `Out` is 2 for the generator, 1 for the critic.
///
/// Shapes: (n, 2) -> (n, Out). Source: igul222/improved_wgan_training, gan_toy.py.
template <std::size_t Out, std::size_t width = 512>
struct WganGpToyNet : Network<Shape<2>, Linear<width, HeInit>, Relu, Linear<width, HeInit>, Relu,
                              Linear<width, HeInit>, Relu, Linear<Out, GlorotInit>> {};
template <std::size_t width = 512>
using WganGpToyGenerator = WganGpToyNet<2, width>;
template <std::size_t width = 512>
using WganGpToyCritic = WganGpToyNet<1, width>;

static_assert(WganGpMnistGenerator<>::parameter_count == 1'554'177);
static_assert(WganGpMnistCritic<>::parameter_count == 1'030'145);
static_assert(WganGpCifarGenerator<>::parameter_count == 5'179'907);
static_assert(WganGpCifarGenerator<128, 3, BatchStatistics>::state_count == 768);
static_assert(WganGpCifarCritic<>::parameter_count == 4'114'689);
static_assert(std::is_same_v<WganGpConvGenerator<48, 1, 8>::Output, Shape<48, 48, 1>>);
static_assert(std::is_same_v<WganGpConvCritic<128, 4, 4>::Output, Shape<1>>);
static_assert(WganGpResNetGenerator<>::parameter_count == 1'218'307);
static_assert(WganGpResNetGenerator<>::state_count == 256);
static_assert(WganGpResNetCritic<>::parameter_count == 1'055'115);
static_assert(WganGp64Generator<>::parameter_count == 8'540'483);
static_assert(WganGp64Generator<>::state_count == 4'864);
static_assert(WganGp64Critic<>::parameter_count == 7'491'841);
static_assert(WganGpToyGenerator<>::parameter_count == 527'874);
static_assert(WganGpToyCritic<>::parameter_count == 527'361);

}  // namespace saddle
