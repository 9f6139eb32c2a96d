// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "feature_file.hpp"
#include "temporary_folder.hpp"

#include <saddle/constraint/constraint.hpp>
#include <saddle/core/types.hpp>
#include <saddle/data/domains.hpp>
#include <saddle/data/ring.hpp>
#include <saddle/data/two_moons.hpp>
#include <saddle/gan/align_flow.hpp>
#include <saddle/gan/bi_gan.hpp>
#include <saddle/gan/conditional_gan.hpp>
#include <saddle/gan/cycle_gan.hpp>
#include <saddle/gan/diat.hpp>
#include <saddle/gan/flow.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/gan/ic_gan.hpp>
#include <saddle/gan/star_gan.hpp>
#include <saddle/nn/flow/flow.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/objective/objective.hpp>

#include <string>
#include <tuple>
#include <vector>

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
struct Domains {
  struct Generator : Labelled::Generator {};
  struct Critic
      : Network<Shape<2>, Linear<8>, LeakyRelu<>, Dropout<0.2>, Heads<Linear<1>, Linear<8>>> {};
};
struct Editing : Labelled {
  struct CodeEncoder : BothWays::Encoder {};
  struct LabelEncoder : Network<Shape<2>, Linear<8>, Relu, Dropout<0.2>, Linear<8>> {};
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
  template <class Device>
  using On = Gan<Wasserstein, GradientPenalty, Points, Device>;
  using Trainer = On<Cpu>;
  static Trainer::Config config() { return {.steps = 60, .batch = 16, .critic_steps = 2}; }
  static data::Ring source() { return {}; }
};
struct OfBiGan {
  template <class Device>
  using On = BiGan<NonSaturating, SpectralNorm, BothWays, Device>;
  using Trainer = On<Cpu>;
  static Trainer::Config config() {
    return {.steps = 60, .batch = 16, .regression = 1, .reconstruction = 1, .ema = {.decay = 0.9}};
  }
  static data::Ring source() { return {}; }
};
struct OfConditionalGan {
  template <class Device>
  using On = ConditionalGan<Wasserstein, GradientPenalty, Labelled, Device>;
  using Trainer = On<Cpu>;
  static Trainer::Config config() {
    return {.steps = 60, .batch = 16, .critic_steps = 2, .mismatched = 0.5};
  }
  static data::Ring source() { return {}; }
};
struct OfCycleGan {
  template <class Device>
  using On = CycleGan<Wasserstein, GradientPenalty, Ways, Device>;
  using Trainer = On<Cpu>;
  static Trainer::Config config() { return {.steps = 60, .batch = 16, .pool = 50}; }
  static auto source() { return data::Domains{data::Ring{}, data::TwoMoons{}}; }
};
struct OfStarGan {
  template <class Device>
  using On = StarGan<Wasserstein, GradientPenalty, Domains, Device>;
  using Trainer = On<Cpu>;
  static Trainer::Config config() { return {.steps = 60, .batch = 16, .critic_steps = 2}; }
  static data::Ring source() { return {}; }
};
struct OfIcGan {
  template <class Device>
  using On = IcGan<Wasserstein, GradientPenalty, Editing, Device>;
  using Trainer = On<Cpu>;
  static Trainer::Config config() {
    return {.steps = 60, .encoders_from = 0.5, .batch = 16, .critic_steps = 2};
  }
  static data::Ring source() { return {}; }
};
struct OfDiat {
  struct OneWay {
    struct Generator : Ways::There {};
    struct Critic : Points::Critic {};
    struct Features : Points::Critic {};
  };
  template <class Device>
  using On = Diat<Wasserstein, GradientPenalty, OneWay, Device>;
  using Trainer = On<Cpu>;
  static Trainer::Config config() {
    static const TemporaryFolder folder;
    Gan<Wasserstein, GradientPenalty, Points> gan{{.batch = 1}};
    const auto& numbers = gan.critic().values();
    const std::vector<float> parameters(numbers.begin(), numbers.end());
    return {.features = test::feature_file<OneWay::Features>(folder, parameters),
            .steps = 60,
            .batch = 16,
            .critic_steps = 2};
  }
  static auto source() { return OfCycleGan::source(); }
};
struct OfFlow {
  template <class Device>
  using On = Flow<Flows, Device>;
  using Trainer = On<Cpu>;
  static Trainer::Config config() {
    return {.steps = 60, .batch = 16, .optimizer = {.clip_norm = 1}, .ema = {.decay = 0.9}};
  }
  static data::Ring source() { return {}; }
};
struct OfAlignFlow {
  template <class Device>
  using On = AlignFlow<Wasserstein, GradientPenalty, Flows, Device>;
  using Trainer = On<Cpu>;
  static Trainer::Config config() { return {.steps = 60, .batch = 16, .pool = 50}; }
  static auto source() { return data::Domains{data::Ring{}, data::TwoMoons{}}; }
};

using All = std::tuple<OfGan, OfBiGan, OfConditionalGan, OfCycleGan, OfStarGan, OfIcGan, OfDiat,
                       OfFlow, OfAlignFlow>;

}  // namespace formulations
