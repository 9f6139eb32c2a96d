// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/constraint/concept.hpp>
#include <saddle/core/device.hpp>
#include <saddle/nn/network.hpp>
#include <saddle/objective/concept.hpp>

#include <string_view>

namespace saddle {

/// Everything that can be wrong with a composition, in the order in which it is looked for, each
/// with the sentence that the compiler and the command line print.
#define SADDLE_FAULTS(fault)                                                                       \
  fault(divergence_as_objective,                                                                   \
        "the first argument of Gan is a divergence, not an objective: write FDivergence<...>")     \
      fault(not_an_objective,                                                                      \
            "the first argument of Gan is not an objective: use Minimax, NonSaturating, "          \
            "FDivergence,"                                                                         \
            " LeastSquares, Hinge, Wasserstein, or a type with their static functions")            \
          fault(not_a_constraint,                                                                  \
                "the second argument of Gan is not a constraint: use Unconstrained, WeightClip, "  \
                "GradientPenalty, R1 or SpectralNorm")                                             \
              fault(no_device,                                                                     \
                    "this device is not available here: Cuda needs nvcc and "                      \
                    "<saddle/backend/cuda/cuda.hpp>; without them leave out the device or write "  \
                    "Cpu") fault(not_an_experiment,                                                \
                                 "the third argument of Gan is not an experiment: it names "       \
                                 "Latent, Generator and Critic")                                   \
                  fault(latent_mismatch,                                                           \
                        "the generator's input shape is not that of the experiment's Latent")      \
                      fault(sample_mismatch,                                                       \
                            "the generator's output shape is not the critic's input shape")        \
                          fault(squashed_score,                                                    \
                                "the critic ends in a squashing activation: the objective owns "   \
                                "the critic's output "                                             \
                                "activation, so let the critic end in Linear<1>")                  \
                              fault(not_a_score,                                                   \
                                    "the critic does not give one score per sample or patch: let " \
                                    "it end in Linear<1>")                                         \
                                  fault(coupled_penalty,                                           \
                                        "a penalty on the critic's slope needs per-sample "        \
                                        "gradients, and BatchNorm couples the "                    \
                                        "samples of a batch: take it out of the critic or use "    \
                                        "LayerNorm")                                               \
                                      fault(no_second_order,                                       \
                                            "a layer of this critic has no dual rule, which a "    \
                                            "penalty on its slope needs: a TensorLayer states "    \
                                            "its curvature or piecewise_linear = true")            \
                                          fault(not_lipschitz,                                     \
                                                "the Wasserstein objective needs a Lipschitz "     \
                                                "critic, and this constraint does not make "       \
                                                "it one: use WeightClip, GradientPenalty or "      \
                                                "SpectralNorm")                                    \
                                              fault(norm_mismatch,                                 \
                                                    "the penalty measures the critic's slope in "  \
                                                    "another norm than the dual of the "           \
                                                    "objective's ground norm")

/// What is wrong with a composition; `none` if nothing is. A policy that has the right role but
/// misses a function is `incomplete`: there the list of what is missing is the help.
enum class Fault {
  none,
  incomplete,
#define SADDLE_FAULT(name, sentence) name,
  SADDLE_FAULTS(SADDLE_FAULT)
#undef SADDLE_FAULT
};

/// The sentence for people; empty for `none`.
constexpr std::string_view sentence(Fault fault) {
  switch (fault) {
    case Fault::none: return "";
    case Fault::incomplete:
      return "a policy of this composition misses a function that its role needs";
#define SADDLE_FAULT(name, sentence) \
  case Fault::name: return sentence;
      SADDLE_FAULTS(SADDLE_FAULT)
#undef SADDLE_FAULT
  }
  return "";
}

namespace detail {

template <class E>
concept ExperimentTypes = requires {
  typename E::Latent::Value;
  requires NetworkType<typename E::Generator>;
  requires NetworkType<typename E::Critic>;
};

/// Whether the numbers that leave this layer first (the score) are squashed.
template <class Layer>
consteval bool squashes_score() {
  if constexpr (!Layer::OutputActivation::is_identity) {
    return Layer::OutputActivation::is_squashing;
  } else if constexpr (requires { typename Layer::Activation; }) {
    return Layer::Activation::is_squashing;
  } else if constexpr (requires { typename Layer::template Branch<0>; }) {
    return squashes_score<typename Layer::template Branch<0>>();
  } else if constexpr (requires { typename Layer::Plan; }) {
    return squashes_score<typename Layer::template Layer<Layer::count - 1>>();
  }
  return false;
}

template <class Output>
consteval bool is_score() {
  if constexpr (SingleValue<Output>) return Output::last == 1;
  return false;
}

}  // namespace detail

/// The first fault of a composition. The same answer makes the compiler's message and the command
/// line's "illegal, because ...".
template <class O, class C, class E, class D>
consteval Fault fault() {
  if constexpr (HasRole<O, Role::divergence>) {
    return Fault::divergence_as_objective;
  } else if constexpr (!HasRole<O, Role::objective>) {
    return Fault::not_an_objective;
  } else if constexpr (!HasRole<C, Role::constraint>) {
    return Fault::not_a_constraint;
  } else if constexpr (!Objective<O> || !Constraint<C>) {
    return Fault::incomplete;
  } else if constexpr (!detail::Complete<D>) {
    return Fault::no_device;
  } else if constexpr (!detail::ExperimentTypes<E>) {
    return Fault::not_an_experiment;
  } else {
    using G = typename E::Generator;
    using Net = Chain<typename E::Critic>;
    if (!std::is_same_v<typename E::Latent::Value, typename G::Input>)
      return Fault::latent_mismatch;
    if (!std::is_same_v<typename G::Output, typename Net::Input>) return Fault::sample_mismatch;
    if (detail::squashes_score<Net>()) return Fault::squashed_score;
    if (!detail::is_score<typename Net::Output>()) return Fault::not_a_score;
    if (C::penalises && Net::couples_samples) return Fault::coupled_penalty;
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
}

}  // namespace saddle
