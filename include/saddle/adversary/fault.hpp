// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/constraint/concept.hpp>
#include <saddle/core/device.hpp>
#include <saddle/core/role.hpp>
#include <saddle/nn/chain/network.hpp>
#include <saddle/objective/batch_objective.hpp>
#include <saddle/objective/concept.hpp>

#include <string_view>
#include <type_traits>

namespace saddle {

// clang-format off

/// Everything that can be wrong with a composition, in the order in which it is looked for, each
/// with the sentence that the compiler and the command line print, and with what ends its entry.
#define SADDLE_FAULTS(fault, end) \
  fault(divergence_as_objective, "the first argument is a divergence, not an objective: write FDivergence<...>") end \
  fault(not_an_objective, "the first argument is not an objective: use Minimax, NonSaturating, FDivergence, LeastSquares, Hinge, Wasserstein, or a type with their static functions") end \
  fault(no_constraint, "the second argument, a constraint, is missing: use Unconstrained, WeightClip, GradientPenalty, R1 or SpectralNorm") end \
  fault(not_a_constraint, "the second argument is not a constraint: use Unconstrained, WeightClip, GradientPenalty, R1 or SpectralNorm") end \
  fault(no_device, "this device is not available here: Cuda needs nvcc and <saddle/backend/cuda/cuda.hpp>; without them leave out the device or write Cpu") end \
  fault(not_an_experiment, "the third argument of Gan is not an experiment: it names Latent, Generator and Critic") end \
  fault(not_an_encoding_experiment, "the third argument of BiGan is not such an experiment: it names Latent, Generator, Encoder and Critic") end \
  fault(not_a_translating_experiment, "the third argument of CycleGan is not such an experiment: it names There, Back, CriticOfFirst and CriticOfSecond") end \
  fault(not_a_conditional_experiment, "the third argument of ConditionalGan is not such an experiment: it names Latent, Generator and Critic") end \
  fault(not_a_flow_experiment, "the first argument of Flow is not such an experiment: it names Latent and Flow") end \
  fault(not_an_aligning_experiment, "the third argument of AlignFlow is not such an experiment: it names Latent, FlowOfFirst, FlowOfSecond, CriticOfFirst and CriticOfSecond") end \
  fault(not_a_flow, "a network of this experiment's flows is no FlowNetwork<Shape<...>, layers...>: it cannot be undone") end \
  fault(no_density, "this Latent has no density to learn by: Gaussian and Logistic have one") end \
  fault(code_size_mismatch, "a flow makes as many numbers as it reads, and the Latent has another number of them") end \
  fault(domain_size_mismatch, "the two domains of AlignFlow have different numbers in a sample: a flow makes as many numbers as it reads, so none leads from one to the other and back") end \
  fault(unlabelled_generator, "the generator of ConditionalGan does not read Joint<code, label>, where a label is Shape<classes> of two classes or more") end \
  fault(unlabelled_critic, "the critic of ConditionalGan looks at no label: it reads Joint<sample, label>, or reads the sample alone and ends in Heads<Linear<1>, Linear<classes>>, which tells its class") end \
  fault(class_mismatch, "generator and critic of ConditionalGan have different numbers of classes") end \
  fault(not_an_editing_experiment, "the third argument of IcGan is not such an experiment: beside those of ConditionalGan it names CodeEncoder and LabelEncoder") end \
  fault(editor_mismatch, "the encoders of IcGan do not lead back: CodeEncoder maps a sample to the code, LabelEncoder to the label") end \
  fault(not_a_feature_experiment, "the third argument of Diat is not such an experiment: it names Generator, Critic and Features") end \
  fault(not_one_way, "the generator of Diat does not map a sample to one of the same shape, which Critic and Features read") end \
  fault(no_such_features, "the experiment's feature_layers is 0, or more than its Features has layers") end \
  fault(not_a_domain_experiment, "the third argument of StarGan is not such an experiment: it names Generator and Critic") end \
  fault(not_a_translator, "the generator of StarGan does not map Joint<sample, label> to a sample of the same shape") end \
  fault(domains_untold, "the critic of StarGan tells no domains: let it read the sample alone and end in Heads<..., Linear<domains>>") end \
  fault(domain_mismatch, "the generator of StarGan reads a label of another size than the critic tells domains; behind it may stand one number for each of two or more sets") end \
  fault(label_lost, "the label is lost: InstanceNorm takes out what a constant plane adds everywhere, so the first convolution needs a border of zeros, not mirrored pixels or none") end \
  fault(latent_mismatch, "the generator's input shape is not that of the experiment's Latent") end \
  fault(encoder_mismatch, "the encoder does not lead back: it maps the generator's output shape to the Latent's") end \
  fault(joint_mismatch, "the critic of BiGan does not read Joint<sample, code>") end \
  fault(way_mismatch, "the generators There and Back do not lead back and forth between two shapes") end \
  fault(sample_mismatch, "the generator's output shape is not the critic's input shape") end \
  fault(activated_score, "the critic ends in an activation: the objective owns the critic's output activation, so let the critic end in Linear<1>") end \
  fault(not_a_score, "the critic does not give one score per sample or patch: let it end in Linear<1>") end \
  fault(coupled_penalty, "a penalty on the critic's slope needs per-sample gradients, and BatchNorm couples the samples of a batch: take it out of the critic or use LayerNorm") end \
  fault(coupled_scores, "this objective sees all scores of a step at once, and BatchNorm in the critic runs real and fake samples apart: use LayerNorm") end \
  fault(no_second_order, "a layer of this critic has no dual rule, which a penalty on its slope needs: a TensorLayer states its curvature or piecewise_linear = true") end \
  fault(not_lipschitz, "the Wasserstein objective needs a Lipschitz critic, and this constraint does not make it one: use WeightClip, GradientPenalty or SpectralNorm") end \
  fault(norm_mismatch, "the penalty measures the critic's slope in another norm than the dual of the objective's ground norm") end

// clang-format on

/// What is wrong with a composition; `none` if nothing is. What is `broken`, an objective or a list
/// of layers, makes no sense by itself and has said so; of a policy that has the right role but is
/// `incomplete`, the compiler lists what is missing.
enum class Fault {
  none,
  broken,
  incomplete,
#define SADDLE_FAULT(name, sentence) name,
  SADDLE_FAULTS(SADDLE_FAULT, )
#undef SADDLE_FAULT
};

/// The sentence for people; empty for `none`.
constexpr std::string_view sentence(Fault fault) {
  switch (fault) {
    case Fault::none: return "";
    case Fault::incomplete:
      return "a policy of this composition misses a function that its role needs";
    case Fault::broken: return "an objective or a list of layers makes no sense by itself";
#define SADDLE_FAULT(name, sentence) \
  case Fault::name: return sentence;
      SADDLE_FAULTS(SADDLE_FAULT, )
#undef SADDLE_FAULT
  }
  return "";
}

namespace detail {

/// Stands for the argument of a formulation that was not given.
struct NotGiven {};

/// Whether the numbers that leave this layer first (the score) come out of an activation.
template <class Layer>
consteval bool activates_score() {
  if constexpr (!Layer::OutputActivation::is_identity) {
    return true;
  } else if constexpr (requires { Layer::is_activation; }) {
    return Layer::is_activation;
  } else if constexpr (requires { typename Layer::template Branch<0>; }) {
    return activates_score<typename Layer::template Branch<0>>();
  } else if constexpr (requires { typename Layer::Plan; }) {
    return activates_score<typename Layer::template Layer<Layer::count - 1>>();
  }
  return false;
}

template <class Output>
consteval bool is_score() {
  if constexpr (SingleValue<Output>) return Output::last == 1;
  return false;
}

}  // namespace detail

/// The first fault of the policies of a two-sample test by themselves.
template <class O, class C, class D>
consteval Fault policy_fault() {
  if constexpr (HasRole<O, Role::divergence>) {
    return Fault::divergence_as_objective;
  } else if constexpr (!HasRole<O, Role::objective>) {
    return Fault::not_an_objective;
  } else if constexpr (requires { requires O::is_broken; }) {
    return Fault::broken;
  } else if constexpr (std::is_same_v<C, detail::NotGiven>) {
    return Fault::no_constraint;
  } else if constexpr (!HasRole<C, Role::constraint>) {
    return Fault::not_a_constraint;
  } else if constexpr ((!Objective<O> && !BatchObjective<O>) || !Constraint<C>) {
    return Fault::incomplete;
  } else if constexpr (!detail::Complete<D>) {
    return Fault::no_device;
  } else {
    return Fault::none;
  }
}

/// The first fault of a two-sample test whose policies and critic have none by themselves. `Score`
/// is the critic's output without an auxiliary head that is trained.
template <class O, class C, class Critic, class Score = typename Chain<Critic>::Output>
consteval Fault test_fault() {
  using Net = Chain<Critic>;
  if (detail::activates_score<Net>()) return Fault::activated_score;
  if (!detail::is_score<Score>()) return Fault::not_a_score;
  if (C::penalises && Net::couples_samples) return Fault::coupled_penalty;
  if (BatchObjective<O> && Net::couples_samples) return Fault::coupled_scores;
  if (C::penalises && !Net::has_dual) return Fault::no_second_order;
  if (O::needs_lipschitz && !C::enforces_lipschitz) return Fault::not_lipschitz;
  if constexpr (requires {
                  typename O::GroundNorm;
                  typename C::Norm;
                }) {
    if (!std::is_same_v<typename O::GroundNorm::dual, typename C::Norm>)
      return Fault::norm_mismatch;
  }
  return Fault::none;
}

namespace detail {

/// The first fault of an experiment's networks by themselves.
template <class... Net>
consteval Fault networks_fault() {
  if constexpr (!(NetworkType<Net> && ...)) return Fault::incomplete;
  else if constexpr ((Net::is_broken || ...)) return Fault::broken;
  return Fault::none;
}

/// What the compiler shows of a composition beside the sentence of its fault.
template <class Objective, class Constraint>
struct Composition {};
template <Fault found, class O, class C, class E>
struct EvidenceOf {
  using type = Composition<O, C>;
};

}  // namespace detail
}  // namespace saddle
