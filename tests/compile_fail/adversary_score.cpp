// SPDX-License-Identifier: BSL-1.0
// expect: a critic gives one score per sample or patch: its last layer is Linear<1>, or
// Heads<Linear<1>, ...> with the auxiliary head second

#include <saddle/adversary/adversary.hpp>
#include <saddle/constraint/constraint.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/objective/objective.hpp>

using namespace saddle;

struct Critic : Network<Shape<3>, Linear<2>> {};
Cpu device;
Adversary<Hinge, Unconstrained, Critic, Adam> adversary({device, 4, 1, 1, "critic"}, {});
