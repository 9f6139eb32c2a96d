// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "units/bi_gan_unit.hpp"
#include "units/conditional_gan_unit.hpp"
#include "units/gan_unit.hpp"

#include <type_traits>

namespace unit {

/// The formulation that an experiment is for, which its networks tell.
template <class Experiment>
struct FormulationOf {
  using type = Gan;
};
template <class Experiment>
  requires requires { typename Experiment::Encoder; }
struct FormulationOf<Experiment> {
  using type = BiGan;
};

template <class Experiment>
  requires(classes_of<Experiment> > 0)
struct FormulationOf<Experiment> {
  using type = ConditionalGan;
};

/// Adds a user's experiment under its type's name; it keeps what its header is.
template <class Experiment>
void add_own(Units& units, const char* type, const char* experiment) {
  CompiledModel model = compiled<typename FormulationOf<Experiment>::type, Experiment>();
  model.name = type;
  model.experiment = experiment;
  for (Composition& entry : model.compositions) entry.model = model.name;
  units.models.push_back(std::move(model));
}

}  // namespace unit
