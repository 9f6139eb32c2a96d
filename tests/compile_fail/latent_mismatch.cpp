// SPDX-License-Identifier: BSL-1.0
// expect: the generator.s input shape is not that of the experiment.s Latent

#include <saddle/constraint/constraint.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/objective/objective.hpp>

using namespace saddle;

struct Points {
  using Latent = Gaussian<3>;
  struct Generator : Network<Shape<2>, Linear<8>, Relu, Linear<2>> {};
  struct Critic : Network<Shape<2>, Linear<8>, Relu, Linear<1>> {};
};

Gan<Minimax, Unconstrained, Points> gan;
