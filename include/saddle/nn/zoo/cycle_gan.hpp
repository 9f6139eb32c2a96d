// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/combine/repeat.hpp>
#include <saddle/nn/combine/residual.hpp>
#include <saddle/nn/layer/conv2d.hpp>
#include <saddle/nn/layer/conv_transpose2d.hpp>
#include <saddle/nn/norm/batch_norm.hpp>
#include <saddle/nn/norm/instance_norm.hpp>

#include <cstddef>

namespace saddle {

/// InstanceNorm without gain and shift, after convolutions that keep their biases: the norm takes
/// them out again, and they are counted all the same.
struct InstanceNormed {
  using Norm = InstanceNorm<>;
  static constexpr ConvOptions options{};
};

/// InstanceNorm with gain and shift, as in a version of 2017.
struct AffineInstanceNormed {
  using Norm = InstanceNorm<{.affine = true}>;
  static constexpr ConvOptions options{};
};

/// BatchNorm after convolutions without bias.
struct BatchNormed {
  using Norm = BatchNorm;
  static constexpr ConvOptions options = no_bias;
};

/// CycleGAN's generator with `blocks` residual blocks: 9 for 256 rows, 6 for 128.
///
/// Shapes: (n, size, size, 3) -> (n, size, size, 3), in [-1, 1].
/// Source: Zhu et al. 2017, junyanz/pytorch-CycleGAN-and-pix2pix, models/networks.py.
template <std::size_t blocks = 9, std::size_t size = 256, class Normed = InstanceNormed,
          std::size_t width = 64>
struct CycleGanGenerator
    : Network<Shape<size, size, 3>, Conv2d<width, 7, 1, reflect(3), Normed::options>,
              typename Normed::Norm, Relu, Conv2d<2 * width, 3, 2, 1, Normed::options>,
              typename Normed::Norm, Relu, Conv2d<4 * width, 3, 2, 1, Normed::options>,
              typename Normed::Norm, Relu,
              Repeat<blocks, Residual<Conv2d<4 * width, 3, 1, reflect(1), Normed::options>,
                                      typename Normed::Norm, Relu,
                                      Conv2d<4 * width, 3, 1, reflect(1), Normed::options>,
                                      typename Normed::Norm>>,
              ConvTranspose2d<2 * width, 3, 2, Padding{1, 0}, Normed::options>,
              typename Normed::Norm, Relu,
              ConvTranspose2d<width, 3, 2, Padding{1, 0}, Normed::options>, typename Normed::Norm,
              Relu, Conv2d<3, 7, 1, reflect(3)>, Tanh> {
  using Initializer = NormalInit<0.02>;
};

/// The critic that scores each patch of 70 x 70 pixels, for least squares or as logits.
///
/// Shapes: (n, size, size, channels) -> (n, size / 8 - 2, size / 8 - 2, 1).
/// Source: Isola et al. 2017; the same file.
template <class Normed = InstanceNormed, std::size_t size = 256, std::size_t channels = 3,
          std::size_t width = 64>
struct PatchCritic
    : Network<Shape<size, size, channels>, Conv2d<width, 4, 2, 1>, LeakyRelu<0.2>,
              Conv2d<2 * width, 4, 2, 1, Normed::options>, typename Normed::Norm, LeakyRelu<0.2>,
              Conv2d<4 * width, 4, 2, 1, Normed::options>, typename Normed::Norm, LeakyRelu<0.2>,
              Conv2d<8 * width, 4, 1, 1, Normed::options>, typename Normed::Norm, LeakyRelu<0.2>,
              Conv2d<1, 4, 1, 1>> {
  using Initializer = NormalInit<0.02>;
};

static_assert(CycleGanGenerator<>::parameter_count == 11'378'179);
static_assert(CycleGanGenerator<>::state_count == 0);
static_assert(CycleGanGenerator<6, 128>::parameter_count == 7'837'699);
static_assert(CycleGanGenerator<9, 256, AffineInstanceNormed>::parameter_count == 11'388'675);
static_assert(CycleGanGenerator<9, 256, BatchNormed>::parameter_count == 11'383'427);
static_assert(CycleGanGenerator<9, 256, BatchNormed>::state_count == 10'496);
static_assert(CycleGanGenerator<6, 128, BatchNormed>::parameter_count == 7'841'411);
static_assert(PatchCritic<>::parameter_count == 2'764'737);
static_assert(PatchCritic<BatchNormed, 256, 6>::parameter_count == 2'768'705);
static_assert(PatchCritic<BatchNormed, 256, 6>::state_count == 1'792);

}  // namespace saddle
