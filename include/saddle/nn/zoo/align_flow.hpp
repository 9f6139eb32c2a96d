// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/combine/residual.hpp>
#include <saddle/nn/combine/shortcut.hpp>
#include <saddle/nn/layer/conv2d.hpp>
#include <saddle/nn/norm/batch_norm.hpp>
#include <saddle/nn/norm/weight_norm.hpp>

#include <cstddef>

namespace saddle {

namespace detail {

/// The sum of 1 x 1 convolutions of x and of what each of the residual blocks makes of it.
template <std::size_t width, std::size_t blocks>
struct AlignFlowSkips {
  using Block = Residual<BatchNorm, Relu, WeightNorm<Conv2d<width, 3, 1, 1, no_bias>>, BatchNorm,
                         Relu, WeightNorm<Conv2d<width, 3, 1, 1>>>;
  using type = ShortcutResidual<WeightNorm<Conv2d<width, 1>>, Block,
                                typename AlignFlowSkips<width, blocks - 1>::type>;
};
template <std::size_t width>
struct AlignFlowSkips<width, 0> {
  using type = WeightNorm<Conv2d<width, 1>>;
};

}  // namespace detail

/// The network inside AlignFlow's couplings (ST-ResNet): every residual block has a skip to the
/// output; its convolutions have normalised weights.
///
/// Their weights keep PyTorch's default: the program's own initialiser does not reach them.
/// Shapes: (n, size, size, in) -> (n, size, size, out).
/// Source: Grover et al. 2020, ermongroup/alignflow, models/real_nvp.
template <std::size_t in, std::size_t out, std::size_t size, std::size_t width = 32,
          std::size_t blocks = 4>
struct AlignFlowNet : Network<Shape<size, size, in>, WeightNorm<Conv2d<width, 3, 1, 1>>,
                              typename detail::AlignFlowSkips<width, blocks>::type, BatchNorm, Relu,
                              WeightNorm<Conv2d<out, 1>>> {
  struct Initializer : PyTorchInit {
    static constexpr Fill gain() { return Fill::normal(1, 0.02); }
  };
};

/// What one of AlignFlow's flows counts: couplings of `scales` scales, each with a network, two
/// scalars and a BatchNorm of what it sees.
///
/// A scale has three couplings of checkerboard halves and three of channels; the last one has four
/// of checkerboard halves.
template <std::size_t scales = 2, std::size_t width = 32, std::size_t blocks = 4,
          std::size_t size = 128, std::size_t channels = 3>
struct AlignFlowRealNvp {
  using Checkerboard = AlignFlowNet<2 * channels + 1, 2 * channels, size, width, blocks>;
  using Channelwise = AlignFlowNet<4 * channels, 4 * channels, size / 2, 2 * width, blocks>;
  using Inner = AlignFlowRealNvp<scales - 1, 2 * width, blocks, size / 2, 2 * channels>;

  static constexpr std::size_t couplings = 6 + Inner::couplings;
  static constexpr std::size_t parameter_count =
      3 * (Checkerboard::parameter_count + Channelwise::parameter_count + 4) +
      Inner::parameter_count;
  static constexpr std::size_t state_count =
      3 * (Checkerboard::state_count + Channelwise::state_count + 6 * channels) +
      Inner::state_count;
  static constexpr std::size_t macs = 3 * (Checkerboard::macs + Channelwise::macs) + Inner::macs;
};
template <std::size_t width, std::size_t blocks, std::size_t size, std::size_t channels>
struct AlignFlowRealNvp<1, width, blocks, size, channels> {
  using Checkerboard = AlignFlowNet<2 * channels + 1, 2 * channels, size, width, blocks>;

  static constexpr std::size_t couplings = 4;
  static constexpr std::size_t parameter_count = 4 * (Checkerboard::parameter_count + 2);
  static constexpr std::size_t state_count = 4 * (Checkerboard::state_count + 2 * channels);
  static constexpr std::size_t macs = 4 * Checkerboard::macs;
};

static_assert(AlignFlowNet<7, 6, 128>::parameter_count == 82'412);
static_assert(AlignFlowNet<7, 6, 128>::state_count == 576);
static_assert(AlignFlowRealNvp<>::couplings == 10);
static_assert(AlignFlowRealNvp<>::parameter_count == 2'530'048);
static_assert(AlignFlowRealNvp<>::state_count == 9'894);
static_assert(AlignFlowRealNvp<2, 64>::parameter_count == 9'948'448);
static_assert(AlignFlowRealNvp<2, 64>::state_count == 19'686);
static_assert(AlignFlowRealNvp<2, 64, 8>::parameter_count == 19'637'792);

}  // namespace saddle
