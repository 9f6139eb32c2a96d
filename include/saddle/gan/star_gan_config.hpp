// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/adversary/critic.hpp>
#include <saddle/adversary/fault.hpp>
#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/limits.hpp>
#include <saddle/experiment/recipe.hpp>
#include <saddle/experiment/star_weights.hpp>
#include <saddle/nn/chain/linear_map.hpp>
#include <saddle/nn/chain/network.hpp>
#include <saddle/nn/layer/label.hpp>
#include <saddle/nn/layer/pad.hpp>
#include <saddle/nn/norm/instance_norm.hpp>
#include <saddle/optim/ema.hpp>
#include <saddle/optim/schedule.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace saddle {

/// What a `StarGan` measures in a step.
struct StarGanLosses {
  static constexpr std::array<std::string_view, 7> names{
      "bound",                // the number that the objective reports, of the last critic update
      "critic_loss",          // of that update, before it
      "generator_loss",       // of fooling the critic and its class head
      "class_loss",           // of the critic's class head
      "reconstruction_loss",  // of samples that come back to their own domain, weighted
      "identity_loss",        // of samples that are of their domain already, weighted
      "penalty"};             // of the constraint
};

namespace detail {

/// The experiment's weights of the losses if it has any.
template <class Experiment>
constexpr StarWeights star_weights() {
  static_assert(
      !requires { Experiment::reconstruction; } && !requires { Experiment::identity; },
      "the experiment of a StarGan has its weights in a member `weights`");
  if constexpr (requires { Experiment::weights; }) return Experiment::weights;
  return {};
}

}  // namespace detail

/// The numbers of a `StarGan`.
template <class ObjectiveType, class ConstraintType, class Experiment>
struct StarGanConfig {
  using CriticOptimizer = typename detail::CriticOptimizerOf<ConstraintType, Experiment>::type;
  using GeneratorOptimizer =
      typename detail::GeneratorOptimizerOf<ConstraintType, Experiment>::type;
  static constexpr Recipe recipe = detail::recipe<ObjectiveType, ConstraintType, Experiment>();
  static constexpr StarWeights weights = detail::star_weights<Experiment>();

  std::uint64_t steps = recipe.steps;
  std::size_t batch = recipe.batch;                // samples per side
  std::size_t critic_steps = recipe.critic_steps;  // critic updates per model update
  double class_weight = weights.class_weight;      // of the losses of the critic's class head
  double reconstruction = weights.reconstruction;  // of the way back, by L1
  double identity = weights.identity;              // of samples that should stay, by L1; 0: none
  bool origins = weights.origins;                  // the class head learns of translations too
  std::uint64_t seed = 1;
  ConstraintType constraint =
      detail::constraint_defaults<ObjectiveType, ConstraintType, Experiment>();
  CriticOptimizer critic_optimizer =
      detail::critic_optimizer_defaults<CriticOptimizer, ConstraintType, Experiment>();
  GeneratorOptimizer generator_optimizer =
      detail::optimizer_defaults<GeneratorOptimizer, ConstraintType, Experiment>();
  LearningRateDecay schedule{.decay_from = recipe.decay_from, .decay_to = recipe.decay_to};
  Ema ema = recipe.ema;
  ObjectiveType objective{};

  /// The most steps that take no more than `clocks` updates: one for each critic update, and one
  /// for each way of the model's.
  std::uint64_t most_steps(std::uint64_t clocks) const {
    return clocks / (critic_steps + (identity > 0 ? 3 : 2));
  }

  SADDLE_DESCRIBE(StarGanConfig, steps, batch, critic_steps, class_weight, reconstruction, identity,
                  origins, seed, constraint, critic_optimizer, generator_optimizer, schedule, ema);
  static constexpr Bounded bounded[] = {{"steps", limits::steps},
                                        {"batch", limits::size},
                                        {"critic_steps", limits::size},
                                        {"class_weight", limits::not_negative},
                                        {"reconstruction", limits::not_negative},
                                        {"identity", limits::not_negative},
                                        {"seed", limits::whole}};
};

namespace detail {

/// The parts of what a translator reads: a sample, and a label of that many numbers.
template <class V>
struct Request {
  using Data = void;
  static constexpr std::size_t label = 0;
};
template <class DataValue, std::size_t numbers>
struct Request<Joint<DataValue, Shape<numbers>>> {
  using Data = DataValue;
  static constexpr std::size_t label = numbers;
};

template <class Layer>
inline constexpr bool is_instance_norm = false;
template <class In, InstanceNormOptions options, class Act>
inline constexpr bool is_instance_norm<InstanceNormOn<In, options, Act>> = true;

template <class Layers>
inline constexpr bool begins_with_label_planes = false;
template <class... Rest>
inline constexpr bool begins_with_label_planes<types<LabelPlanes, Rest...>> = true;

/// What a convolution or padding puts around an image.
template <class Layer>
struct BorderOf {
  static constexpr bool known = false;
};
template <class Layer>
  requires requires { Layer::geometry.padding; }
struct BorderOf<Layer> {
  static constexpr bool known = true;
  static constexpr Padding value = Layer::geometry.padding;
};
template <class In, class Out, Padding padding>
struct BorderOf<LinearMapOn<In, Out, Pad<padding>>> {
  static constexpr bool known = true;
  static constexpr Padding value = padding;
};

/// Whether InstanceNorm takes out the label's planes, from layer I on: no border of zeros has made
/// anything else of them before.
template <class Net, std::size_t I = 1>
consteval bool loses_planes() {
  if constexpr (I < Net::count) {
    using Layer = typename Net::template Layer<I>;
    if constexpr (is_instance_norm<Layer>) {
      return true;
    } else if constexpr (BorderOf<Layer>::known) {
      constexpr Padding border = BorderOf<Layer>::value;
      if (border.border == Border::zero && border.total() > 0) return false;
      return loses_planes<Net, I + 1>();
    }
  }
  return false;
}

}  // namespace detail

/// The first fault of a StarGAN; see `fault`.
template <class O, class C, class E, class D>
consteval Fault star_gan_fault() {
  constexpr Fault policies = policy_fault<O, C, D>();
  if constexpr (policies != Fault::none) {
    return policies;
  } else if constexpr (!requires {
                         typename E::Generator;
                         typename E::Critic;
                       }) {
    return Fault::not_a_domain_experiment;
  } else if constexpr (constexpr Fault nets =
                           detail::networks_fault<typename E::Generator, typename E::Critic>();
                       nets != Fault::none) {
    return nets;
  } else {
    using Request = detail::Request<typename E::Generator::Input>;
    using Critic = typename E::Critic;
    using Head = CriticHead<typename Critic::Output>;
    using Net = Chain<typename E::Generator>;
    if (!std::is_same_v<typename Request::Data, typename E::Generator::Output>)
      return Fault::not_a_translator;
    if (!std::is_same_v<typename Critic::Input, typename E::Generator::Output>)
      return Fault::sample_mismatch;
    if (Head::classes < 2) return Fault::domains_untold;
    // One set of domains, or a mask of two or more sets behind their labels.
    if (Request::label < Head::classes || Request::label == Head::classes + 1)
      return Fault::domain_mismatch;
    if (detail::begins_with_label_planes<typename E::Generator::Layers> &&
        detail::loses_planes<Net>())
      return Fault::label_lost;
    return test_fault<O, C, Critic, typename Head::Score>();
  }
}

}  // namespace saddle
