// SPDX-License-Identifier: BSL-1.0
// expect: the critic ends in a squashing activation: the objective owns the critic.s output
// activation, so let the critic end in Linear<1>

#include <saddle/constraint/constraint.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/objective/objective.hpp>

using namespace saddle;

struct Points {
  using Latent = Gaussian<2>;
  struct Generator : Network<Shape<2>, Linear<8>, Relu, Linear<2>> {};
  struct Critic : Network<Shape<2>, Linear<8>, Relu, Linear<1>, Sigmoid> {};
};

Gan<Minimax, Unconstrained, Points> gan;
