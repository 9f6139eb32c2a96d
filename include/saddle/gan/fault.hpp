// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/adversary/fault.hpp>
#include <saddle/nn/chain/network.hpp>

#include <type_traits>

namespace saddle {

namespace detail {

template <class E>
concept NamesExperiment = requires {
  typename E::Latent::Value;
  typename E::Generator;
  typename E::Critic;
};

}  // namespace detail

/// The first fault of a composition. The same answer makes the compiler's message and the command
/// line's "illegal, because ...".
template <class O, class C, class E, class D>
consteval Fault fault() {
  constexpr Fault policies = policy_fault<O, C, D>();
  if constexpr (policies != Fault::none) {
    return policies;
  } else if constexpr (!detail::NamesExperiment<E>) {
    return Fault::not_an_experiment;
  } else if constexpr (constexpr Fault nets =
                           detail::networks_fault<typename E::Generator, typename E::Critic>();
                       nets != Fault::none) {
    return nets;
  } else {
    using G = typename E::Generator;
    if (!std::is_same_v<typename E::Latent::Value, typename G::Input>)
      return Fault::latent_mismatch;
    if (!std::is_same_v<typename G::Output, typename E::Critic::Input>)
      return Fault::sample_mismatch;
    return test_fault<O, C, typename E::Critic>();
  }
}

namespace detail {

/// What the compiler shows of a fault of the wiring beside its sentence.
template <class Latent, class GeneratorInput>
struct LatentMismatch {};
template <class GeneratorOutput, class CriticInput>
struct SampleMismatch {};
template <class CriticOutput>
struct CriticEndsIn {};

template <class O, class C, class E>
struct EvidenceOf<Fault::latent_mismatch, O, C, E> {
  using type = LatentMismatch<typename E::Latent::Value, typename E::Generator::Input>;
};
template <class O, class C, class E>
struct EvidenceOf<Fault::sample_mismatch, O, C, E> {
  using type = SampleMismatch<typename E::Generator::Output, typename E::Critic::Input>;
};
template <class O, class C, class E>
  requires requires { typename E::Critic; }
struct EvidenceOf<Fault::not_a_score, O, C, E> {
  using type = CriticEndsIn<typename E::Critic::Output>;
};

}  // namespace detail
}  // namespace saddle
