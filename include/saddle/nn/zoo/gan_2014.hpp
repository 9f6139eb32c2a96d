// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/chain/activation.hpp>
#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/layer/dropout.hpp>
#include <saddle/nn/layer/linear.hpp>
#include <saddle/nn/layer/maxout.hpp>
#include <saddle/nn/layer/reshape.hpp>

#include <cstddef>

namespace saddle {

/// The first GAN's generator on MNIST. Its output's biases were set from the data; here they start
/// at 0.
///
/// Shapes: (n, 100) -> (n, 28, 28, 1), in [0, 1].
/// Source: Goodfellow et al. 2014, goodfeli/adversarial, mnist.yaml.
template <std::size_t width = 1200>
struct Gan2014Generator : Network<Shape<100>, Linear<width>, Relu, Linear<width>, Relu, Linear<784>,
                                  Sigmoid, Reshape<28, 28, 1>> {
  using Initializer = UniformInit<0.05>;
};

/// Its critic, of maxout units with dropout. Shapes: (n, 28, 28, 1) -> (n, 1), a logit.
template <std::size_t units = 240>
struct Gan2014Critic : Network<Shape<28, 28, 1>, Flatten, Dropout<0.2>, Maxout<units, 5>,
                               Dropout<0.5>, Maxout<units, 5>, Dropout<0.5>, Linear<1>> {
  using Initializer = UniformInit<0.005>;
};

static_assert(Gan2014Generator<>::parameter_count == 2'503'984);
static_assert(Gan2014Critic<>::parameter_count == 1'231'441);

}  // namespace saddle
