// SPDX-License-Identifier: BSL-1.0
// expect: a penalty on the critic.s slope needs per-sample gradients and a dual rule of every layer

#include <saddle/adversary/adversary.hpp>
#include <saddle/constraint/constraint.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/objective/objective.hpp>

using namespace saddle;

struct Critic : Network<Shape<3>, Linear<2>, BatchNorm, Linear<1>> {};
Cpu device;
Adversary<Hinge, R1, Critic, Adam> adversary({device, 4, 1, 1, "critic"}, {});
