// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "any_gan.hpp"
#include "experiments.hpp"

#include <saddle/constraint/constraint.hpp>
#include <saddle/core/name.hpp>
#include <saddle/divergence/divergence.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/objective/objective.hpp>

#include <boost/hana/cartesian_product.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>

#include <memory>
#include <string>
#include <vector>

/// The compile-time sweep behind the command line: every objective and experiment with one
/// constraint.
namespace compose {

namespace hana = boost::hana;

template <class G>
class GanOf final : public saddle::TrainerOf<G, AnySource, AnyGan> {
 public:
  using saddle::TrainerOf<G, AnySource, AnyGan>::TrainerOf;

  void summary(std::ostream& out) const override {
    out << "generator\n";
    saddle::summary<typename G::Generator>(out);
    out << "critic\n";
    saddle::summary<typename G::Critic>(out);
  }
};

template <class G>
std::unique_ptr<AnyGan> make(const Adjust& adjust) {
  typename G::Config config;
  adjust(saddle::fields(config));
  return std::make_unique<GanOf<G>>(config);
}

/// saddle's list of types as Hana's.
template <class... T>
constexpr auto to_hana(saddle::types<T...>) {
  return hana::tuple_t<T...>;
}

template <class Objective, class Constraint, class Experiment>
Composition composition() {
  constexpr saddle::Fault found = saddle::fault<Objective, Constraint, Experiment, saddle::Cpu>();
  constexpr auto& extents = Experiment::Critic::Input::extents;
  Composition entry{.objective = saddle::full_name<Objective>(),
                    .constraint = saddle::full_name<Constraint>(),
                    .model = saddle::full_name<Experiment>(),
                    .shape = {extents.begin(), extents.end()},
                    .illegal = std::string(saddle::sentence(found))};
  if constexpr (found == saddle::Fault::none) {
    using G = saddle::Gan<Objective, Constraint, Experiment>;
    entry.steps = G::recipe.steps;
    entry.batch = G::recipe.batch;
    entry.make = &make<G>;
  }
  return entry;
}

template <class Constraint>
std::vector<Composition> with() {
  std::vector<Composition> all;
  hana::for_each(hana::cartesian_product(
                     hana::make_tuple(to_hana(saddle::AllObjectives{}), to_hana(Experiments{}))),
                 [&](auto pair) {
                   using Objective = typename decltype(+pair[hana::size_c<0>])::type;
                   using Experiment = typename decltype(+pair[hana::size_c<1>])::type;
                   all.push_back(composition<Objective, Constraint, Experiment>());
                 });
  return all;
}

}  // namespace compose
