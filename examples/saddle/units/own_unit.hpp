// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "units/align_flow_unit.hpp"
#include "units/bi_gan_unit.hpp"
#include "units/conditional_gan_unit.hpp"
#include "units/cycle_gan_unit.hpp"
#include "units/diat_unit.hpp"
#include "units/flow_unit.hpp"
#include "units/gan_unit.hpp"
#include "units/ic_gan_unit.hpp"
#include "units/star_gan_unit.hpp"

#include <type_traits>

namespace saddle_program {

/// The formulation that an experiment is for, which its networks tell.
template <class Experiment>
constexpr auto formulation_of() {
  if constexpr (requires { typename Experiment::Features; }) {
    return std::type_identity<Diat>{};
  } else if constexpr (requires { typename Experiment::There; }) {
    return std::type_identity<CycleGan>{};
  } else if constexpr (requires { typename Experiment::FlowOfFirst; }) {
    return std::type_identity<AlignFlow>{};
  } else if constexpr (requires { typename Experiment::Flow; }) {
    return std::type_identity<Flow>{};
  } else if constexpr (requires { typename Experiment::CodeEncoder; }) {
    return std::type_identity<IcGan>{};
  } else if constexpr (requires { typename Experiment::Encoder; }) {
    return std::type_identity<BiGan>{};
  } else if constexpr (classes_of<Experiment> == 0) {
    return std::type_identity<Gan>{};
  } else if constexpr (requires { typename Experiment::Latent; }) {
    return std::type_identity<ConditionalGan>{};
  } else {
    return std::type_identity<StarGan>{};
  }
}

/// Adds a user's experiment under its type's name; it keeps what its header is.
template <class Experiment>
void add_own(Units& units, const char* type, const char* experiment) {
  using Formulation = typename decltype(formulation_of<Experiment>())::type;
  CompiledModel model = compiled<Formulation, Experiment>();
  model.name = type;
  model.experiment = experiment;
  for (Composition& entry : model.compositions) entry.model = model.name;
  units.models.push_back(std::move(model));
}

}  // namespace saddle_program
