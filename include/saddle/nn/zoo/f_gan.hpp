// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/chain/activation.hpp>
#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/layer/linear.hpp>
#include <saddle/nn/layer/reshape.hpp>
#include <saddle/nn/norm/batch_norm.hpp>

#include <cstddef>

namespace saddle {

/// f-GAN's generator on MNIST.
///
/// Shapes: (n, 100) -> (n, 28, 28, 1), in [0, 1].
/// Source: Nowozin et al. 2016 as given by kozistr/Awesome-GANs, FGAN; a gain and a shift are
/// assumed.
template <std::size_t width = 1200>
struct FGanGenerator : Network<Shape<100>, Linear<width>, BatchNorm, Relu, Linear<width>, BatchNorm,
                               Relu, Linear<784>, Sigmoid, Reshape<28, 28, 1>> {
  using Initializer = NormalWeightInit<0.05>;
};

/// f-GAN's variational function V; the divergence's output activation belongs to the objective.
///
/// Shapes: (n, 28, 28, 1) -> (n, 1).
template <std::size_t width = 240>
struct FGanCritic
    : Network<Shape<28, 28, 1>, Flatten, Linear<width>, Elu, Linear<width>, Elu, Linear<1>> {
  using Initializer = NormalWeightInit<0.005>;
};

static_assert(FGanGenerator<>::parameter_count == 2'508'784);
static_assert(FGanGenerator<>::state_count == 4'800);
static_assert(FGanCritic<>::parameter_count == 246'481);

}  // namespace saddle
