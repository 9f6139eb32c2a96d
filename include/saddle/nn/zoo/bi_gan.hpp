// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/combine/branches.hpp>
#include <saddle/nn/combine/joint.hpp>
#include <saddle/nn/combine/shortcut.hpp>
#include <saddle/nn/layer/conv2d.hpp>
#include <saddle/nn/layer/conv_transpose2d.hpp>
#include <saddle/nn/layer/label.hpp>
#include <saddle/nn/layer/linear.hpp>
#include <saddle/nn/layer/max_pool.hpp>
#include <saddle/nn/layer/reshape.hpp>
#include <saddle/nn/norm/batch_norm.hpp>

#include <cstddef>

namespace saddle {

namespace detail {

/// BiGAN's layers own no bias; its norms keep the plain average of all batches, as published,
/// unless told otherwise.
template <std::size_t Out, class Init = InheritInit>
using BiGanLinear = Linear<Out, Init, false>;
template <bool affine, Running running = Running::average>
using BiGanNorm = BasicBatchNorm<{.affine = affine, .epsilon = 1e-8, .running = running}>;
template <std::size_t Out>
using BiGanConv2d = Conv2d<Out, 5, 2, 2, no_bias>;
template <std::size_t Out>
using BiGanConvTranspose2d = ConvTranspose2d<Out, 5, 2, Padding{2, 1}, no_bias>;

/// (image, z) -> the convolution of the image, z added to its channels through a matrix.
/// The matrix is drawn like a 5 x 5 kernel summed up: deviation 25 times 0.02.
template <class Convolution, std::size_t Out, Running running = Running::average>
using Conditioned = Sequence<Parallel<Convolution, BiGanLinear<Out, NormalWeightInit<0.5>>>,
                             AddPerChannel, BiGanNorm<true, running>>;

}  // namespace detail

/// BiGAN's generator on MNIST, fully connected; the code enters twice. `Output` is the sigmoid of
/// images in [0, 1], as published, or `BipolarSigmoid`, the same one for images in [-1, 1].
///
/// Shapes: (n, codes) -> (n, 28, 28, 1); codes are U(-1, 1).
/// Source: Donahue et al. 2017, jeffdonahue/bigan, net.py, train_mnist.sh.
template <std::size_t width = 1024, std::size_t codes = 50, class Output = Sigmoid,
          Running running = Running::average>
struct BiGanMnistGenerator
    : Network<Shape<codes>,
              Fork<Sequence<detail::BiGanLinear<width>, detail::BiGanNorm<false, running>, Relu,
                            detail::BiGanLinear<width>>,
                   detail::BiGanLinear<width>>,
              Add, detail::BiGanNorm<false, running>, Relu, detail::BiGanLinear<784>, Output,
              Reshape<28, 28, 1>> {
  using Initializer = NormalWeightInit<0.02>;
};

/// BiGAN's encoder on MNIST. Shapes: (n, 28, 28, 1) -> (n, codes), in [-1, 1].
template <std::size_t width = 1024, std::size_t codes = 50, Running running = Running::average>
struct BiGanMnistEncoder
    : Network<Shape<28, 28, 1>, Flatten, detail::BiGanLinear<width>, LeakyRelu<0.2>,
              detail::BiGanLinear<width>, detail::BiGanNorm<false, running>, LeakyRelu<0.2>,
              detail::BiGanLinear<codes>, BipolarSigmoid> {
  using Initializer = NormalWeightInit<0.02>;
};

/// BiGAN's critic of pairs on MNIST; its first scores are all 0.
///
/// Shapes: (n, 28, 28, 1), (n, codes) -> (n, 1), a logit.
template <std::size_t width = 1024, std::size_t codes = 50, Running running = Running::average>
struct BiGanMnistCritic : Network<Joint<Shape<28, 28, 1>, Shape<codes>>,
                                  Parallel<Sequence<Flatten, detail::BiGanLinear<width>,
                                                    LeakyRelu<0.2>, detail::BiGanLinear<width>>,
                                           detail::BiGanLinear<width>>,
                                  Add, detail::BiGanNorm<false, running>, LeakyRelu<0.2>,
                                  detail::BiGanLinear<1, ZeroInit>> {
  using Initializer = NormalWeightInit<0.02>;
};

/// BiGAN's generator of ImageNet at 64 x 64; the code conditions every level.
///
/// Shapes: (n, codes) -> (n, 64, 64, 3), in [-1, 1]. Source: as above, train_imagenet.sh.
template <std::size_t width = 64, std::size_t codes = 200>
struct BiGanImageNetGenerator
    : Network<Shape<codes>,
              Fork<Sequence<detail::BiGanLinear<128 * width>, detail::BiGanNorm<true>, Relu,
                            Reshape<4, 4, 8 * width>>,
                   Identity>,
              CarrySecond<detail::Conditioned<detail::BiGanConvTranspose2d<4 * width>, 4 * width>,
                          Relu>,
              CarrySecond<detail::Conditioned<detail::BiGanConvTranspose2d<2 * width>, 2 * width>,
                          Relu>,
              detail::Conditioned<detail::BiGanConvTranspose2d<width>, width>, Relu,
              detail::BiGanConvTranspose2d<3>, BipolarSigmoid> {
  using Initializer = NormalWeightInit<0.02>;
};

/// BiGAN's critic of pairs at 64 x 64; its first scores are all 0.
///
/// Shapes: (n, 64, 64, 3), (n, codes) -> (n, 1), a logit.
template <std::size_t width = 64, std::size_t codes = 200>
struct BiGanImageNetCritic
    : Network<Joint<Shape<64, 64, 3>, Shape<codes>>,
              Parallel<Sequence<detail::BiGanConv2d<width>, LeakyRelu<0.2>>, Identity>,
              CarrySecond<detail::Conditioned<detail::BiGanConv2d<2 * width>, 2 * width>,
                          LeakyRelu<0.2>>,
              CarrySecond<detail::Conditioned<detail::BiGanConv2d<4 * width>, 4 * width>,
                          LeakyRelu<0.2>>,
              detail::Conditioned<detail::BiGanConv2d<8 * width>, 8 * width>, LeakyRelu<0.2>,
              Flatten, detail::BiGanLinear<1, ZeroInit>> {
  using Initializer = NormalWeightInit<0.02>;
};

/// BiGAN's encoder of ImageNet, like AlexNet.
///
/// Shapes: (n, size, size, 3) -> (n, codes), in [-1, 1]; size 64 or 112.
template <std::size_t size = 64, std::size_t width = 64, std::size_t codes = 200>
struct BiGanImageNetEncoder
    : Network<Shape<size, size, 3>, Conv2d<3 * width / 2, 11, 4, 5, no_bias>, LeakyRelu<0.2>,
              MaxPool<3, 2, 1>, Conv2d<4 * width, 5, 1, 2, ConvOptions{.bias = false, .groups = 2}>,
              detail::BiGanNorm<true>, LeakyRelu<0.2>, MaxPool<3, 2, 1>,
              Conv2d<6 * width, 3, 1, 1, no_bias>, detail::BiGanNorm<true>, LeakyRelu<0.2>,
              Conv2d<6 * width, 3, 1, 1, ConvOptions{.bias = false, .groups = 2}>,
              detail::BiGanNorm<true>, LeakyRelu<0.2>,
              Conv2d<4 * width, 3, 1, 1, ConvOptions{.bias = false, .groups = 2}>,
              detail::BiGanNorm<true>, LeakyRelu<0.2>, Flatten, detail::BiGanLinear<codes>,
              BipolarSigmoid> {
  using Initializer = NormalWeightInit<0.02>;
};

static_assert(BiGanMnistGenerator<>::parameter_count == 1'953'792);
static_assert(BiGanMnistGenerator<>::state_count == 4'098);
static_assert(BiGanMnistEncoder<>::parameter_count == 1'902'592);
static_assert(BiGanMnistEncoder<>::state_count == 2'049);
static_assert(BiGanMnistCritic<>::parameter_count == 1'903'616);
static_assert(BiGanMnistCritic<>::state_count == 2'049);
static_assert(BiGanImageNetGenerator<>::parameter_count == 6'050'880);
static_assert(BiGanImageNetGenerator<>::state_count == 17'284);
static_assert(BiGanImageNetCritic<>::parameter_count == 4'494'784);
static_assert(BiGanImageNetCritic<>::state_count == 1'795);
static_assert(BiGanImageNetEncoder<>::parameter_count == 3'154'464);
static_assert(BiGanImageNetEncoder<>::state_count == 2'564);
static_assert(BiGanImageNetEncoder<112>::parameter_count == 4'844'064);

}  // namespace saddle
