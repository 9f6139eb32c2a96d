// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/experiment/flow/flow_conv.hpp>
#include <saddle/experiment/image_ways.hpp>
#include <saddle/experiment/recipe.hpp>
#include <saddle/optim/adam.hpp>

#include <cstddef>
#include <string_view>

namespace saddle {

/// Translation between two domains of small images of 8 bits by flows, whose cycles close to
/// rounding; see `AlignFlowRealNvp` for the published one.
///
/// The margin of the logit, 0.05 as published, keeps pixels where a float still tells them apart on
/// the way back; and a coupling scales by at most e^0.25, so that little of the rounding of what
/// one flow makes is magnified by the other.
template <class ImageShape, std::size_t width = 48>
struct FlowImageWays {
  static constexpr std::string_view name = "flow-image-ways";
  using Domain = FlowConv<ImageShape, width, CouplingKind::affine, 0.05, 0.25>;
  using Latent = typename Domain::Latent;
  struct FlowOfFirst : Domain::Flow {};
  struct FlowOfSecond : FlowOfFirst {};
  struct CriticOfFirst : SmallPatchCritic<ImageShape> {};
  struct CriticOfSecond : CriticOfFirst {};
  using CriticOptimizer = Adam;
  using GeneratorOptimizer = Adam;

  template <class Objective, class Constraint>
  static constexpr Recipe recipe() {
    return {.steps = 5'000,
            .batch = 8,
            .critic_steps = Constraint::critic_steps,
            .decay_from = 0.5,
            .ema = {.decay = 0.998}};
  }
  template <class Optimizer, class Constraint>
  static constexpr Adam optimizer() {
    return {.learning_rate = 2e-4, .beta1 = 0.5, .beta2 = 0.999, .clip_norm = 100};
  }
};

}  // namespace saddle
