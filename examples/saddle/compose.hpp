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

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

/// The compile-time sweep behind the command line: every objective and experiment with one
/// constraint.
namespace compose {

namespace hana = boost::hana;

template <class G>
class GanOf final : public AnyGan {
 public:
  explicit GanOf(const typename G::Config& config) : gan_(config) {}

  std::vector<std::size_t> data_shape() const override {
    return {G::Data::extents.begin(), G::Data::extents.end()};
  }
  std::uint64_t steps() const override { return gan_.steps(); }
  void plan(std::uint64_t last_step) override { gan_.plan(last_step); }
  void step(const AnySource& source) override { gan_.step(source); }
  const saddle::GanReport& report() const override { return gan_.report(); }
  Rows sample(std::size_t n) override {
    const auto samples = gan_.sample(n);
    Rows rows = Rows::from_shape({n, G::Data::size});
    std::copy_n(samples.data(), samples.size(), rows.data());
    return rows;
  }
  saddle::Tensor<double, 1> scores(const Rows& x) override { return gan_.scores(x); }
  saddle::Estimate divergence(const Rows& real) override { return gan_.divergence(real); }
  saddle::TrainingState<saddle::Cpu> state() override { return gan_.state(); }
  saddle::Description description() const override { return G::description(); }
  saddle::Description configuration() const override { return gan_.configuration(); }
  void summary(std::ostream& out) const override {
    out << "generator\n";
    saddle::summary<typename G::Generator>(out);
    out << "critic\n";
    saddle::summary<typename G::Critic>(out);
  }

 private:
  G gan_;
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
