// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/constraint/constraint.hpp>
#include <saddle/core/types.hpp>
#include <saddle/data/domains.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/data/two_moons.hpp>
#include <saddle/gan/align_flow.hpp>
#include <saddle/gan/bi_gan.hpp>
#include <saddle/gan/conditional_gan.hpp>
#include <saddle/gan/cycle_gan.hpp>
#include <saddle/gan/flow.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/nn/flow/flow.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/objective/objective.hpp>

/// Every formulation on small toys, for the laws that all of them keep.
namespace formulations {

using namespace saddle;

// Dropout and BatchNorm: random draws and statistics are part of what a step does.
struct Points {
  using Latent = Gaussian<2>;
  struct Generator : Network<Shape<2>, Linear<8>, BatchNorm, Relu, Linear<2>> {};
  struct Critic : Network<Shape<2>, Linear<8>, LeakyRelu<>, Dropout<0.2>, Linear<1>> {};
};
struct BothWays : Points {
  struct Encoder : Network<Shape<2>, Linear<8>, Relu, Dropout<0.2>, Linear<2>> {};
  struct Critic : Network<Joint<Shape<2>, Shape<2>>, Concat, Linear<8>, LeakyRelu<>, Linear<1>> {};
};
struct Labelled : Points {
  struct Generator : Network<Joint<Shape<2>, Shape<8>>, Parallel<Linear<8>, Linear<8>>, Add,
                             BatchNorm, Relu, Linear<2>> {};
  struct Critic : ByProjection::Critic<Shape<2>, 8, Linear<8>, LeakyRelu<>, Dropout<0.2>> {};
};
struct Ways {
  struct There : Network<Shape<2>, Linear<8>, Relu, Dropout<0.2>, Linear<2>> {};
  struct Back : There {};
  struct CriticOfFirst : Points::Critic {};
  struct CriticOfSecond : Points::Critic {};
};

struct Flows {
  using Latent = Gaussian<2>;
  struct Flow : FlowNetwork<Shape<2>, ActNorm, Permute<1>,
                            Reversible<AffineCoupling<Half::first, Linear<8>, BatchNorm, Relu,
                                                      Dropout<0.2>, Linear<2>>,
                                       AffineCoupling<Half::second, Linear<8>, Relu, Linear<2>>>> {
  };
  using FlowOfFirst = Flow;
  using FlowOfSecond = Flow;
  using CriticOfFirst = Points::Critic;
  using CriticOfSecond = Points::Critic;
};

/// A formulation, how it is configured, and what it draws from.
struct OfGan {
  using Trainer = Gan<Wasserstein, GradientPenalty, Points>;
  static Trainer::Config config() { return {.steps = 60, .batch = 16, .critic_steps = 2}; }
  static data::Ring source() { return {}; }
};
struct OfBiGan {
  using Trainer = BiGan<NonSaturating, SpectralNorm, BothWays>;
  static Trainer::Config config() {
    return {.steps = 60, .batch = 16, .regression = 1, .ema = {.decay = 0.9}};
  }
  static data::Ring source() { return {}; }
};
struct OfConditionalGan {
  using Trainer = ConditionalGan<Wasserstein, GradientPenalty, Labelled>;
  static Trainer::Config config() {
    return {.steps = 60, .batch = 16, .critic_steps = 2, .mismatched = 0.5};
  }
  static data::Ring source() { return {}; }
};
struct OfCycleGan {
  using Trainer = CycleGan<Wasserstein, GradientPenalty, Ways>;
  static Trainer::Config config() { return {.steps = 60, .batch = 16, .pool = 50}; }
  static auto source() { return data::Domains{data::Ring{}, data::TwoMoons{}}; }
};
struct OfFlow {
  using Trainer = Flow<Flows>;
  static Trainer::Config config() {
    return {.steps = 60, .batch = 16, .optimizer = {.clip_norm = 1}, .ema = {.decay = 0.9}};
  }
  static data::Ring source() { return {}; }
};
struct OfAlignFlow {
  using Trainer = AlignFlow<Wasserstein, GradientPenalty, Flows>;
  static Trainer::Config config() { return {.steps = 60, .batch = 16, .pool = 50}; }
  static auto source() { return data::Domains{data::Ring{}, data::TwoMoons{}}; }
};

}  // namespace formulations
