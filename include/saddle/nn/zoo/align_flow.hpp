// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/combine/residual.hpp>
#include <saddle/nn/combine/shortcut.hpp>
#include <saddle/nn/flow/dequantise.hpp>
#include <saddle/nn/flow/factor_out.hpp>
#include <saddle/nn/flow/flow_network.hpp>
#include <saddle/nn/flow/logit.hpp>
#include <saddle/nn/flow/reversible.hpp>
#include <saddle/nn/flow/squeeze.hpp>
#include <saddle/nn/layer/conv2d.hpp>
#include <saddle/nn/norm/batch_norm.hpp>
#include <saddle/nn/norm/weight_norm.hpp>
#include <saddle/nn/zoo/align_flow_coupling.hpp>

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

namespace detail {

/// The couplings of one scale and all that are deeper, as layers of a flow.
template <std::size_t scales, std::size_t width, std::size_t blocks, std::size_t size,
          std::size_t channels>
struct AlignFlowScale {
  using Board = AlignFlowNet<2 * channels + 1, 2 * channels, size, width, blocks>;
  using Channels = AlignFlowNet<4 * channels, 4 * channels, size / 2, 2 * width, blocks>;
  using type = Reversible<
      AlignFlowCheckerboard<Half::first, Board>, AlignFlowCheckerboard<Half::second, Board>,
      AlignFlowCheckerboard<Half::first, Board>, Squeeze<>,
      AlignFlowChannelwise<Half::first, Channels>, AlignFlowChannelwise<Half::second, Channels>,
      AlignFlowChannelwise<Half::first, Channels>, Unsqueeze<>, Squeeze<2, PixelOrder::diagonal>,
      FactorOut<
          typename AlignFlowScale<scales - 1, 2 * width, blocks, size / 2, 2 * channels>::type>,
      Unsqueeze<2, PixelOrder::diagonal>>;
};
template <std::size_t width, std::size_t blocks, std::size_t size, std::size_t channels>
struct AlignFlowScale<1, width, blocks, size, channels> {
  using Board = AlignFlowNet<2 * channels + 1, 2 * channels, size, width, blocks>;
  using type = Reversible<
      AlignFlowCheckerboard<Half::first, Board>, AlignFlowCheckerboard<Half::second, Board>,
      AlignFlowCheckerboard<Half::first, Board>, AlignFlowCheckerboard<Half::second, Board>>;
};

}  // namespace detail

/// One of AlignFlow's flows, RealNVP: couplings of `scales` scales, each with a network, two
/// scalars and a BatchNorm of what it sees.
///
/// A scale has three couplings of checkerboard halves and three of channels; the last one has four
/// of checkerboard halves. Their values are computed again on the way back, without which the
/// published batch would take gigabytes. Where the authors' inverse leaves their dequantised
/// numbers by a tanh, this is the inverse.
/// Shapes: (n, size, size, channels), of 8 bits -> the same.
/// Source: Grover et al. 2020, ermongroup/alignflow, models/real_nvp, models/flow2flow.
template <std::size_t scales = 2, std::size_t width = 32, std::size_t blocks = 4,
          std::size_t size = 128, std::size_t channels = 3>
struct AlignFlowRealNvp
    : FlowNetwork<Shape<size, size, channels>, Dequantise<256>, Logit<0.05>,
                  typename detail::AlignFlowScale<scales, width, blocks, size, channels>::type> {
  struct Initializer : PyTorchInit {
    static constexpr Fill gain() { return Fill::normal(1, 0.02); }
  };
};

static_assert(AlignFlowNet<7, 6, 128>::parameter_count == 82'412);
static_assert(AlignFlowNet<7, 6, 128>::state_count == 576);

}  // namespace saddle
