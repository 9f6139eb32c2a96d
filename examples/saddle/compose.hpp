// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "any_gan.hpp"

#include <saddle/constraint/constraint.hpp>
#include <saddle/divergence/divergence.hpp>
#include <saddle/gan/gan.hpp>
#include <saddle/gan/mlp.hpp>
#include <saddle/objective/objective.hpp>

#include <boost/hana/for_each.hpp>
#include <boost/hana/tuple.hpp>
#include <boost/hana/type.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

/// The compile-time sweep behind the command line: every objective with one constraint.
namespace compose {

namespace hana = boost::hana;

template <class G>
class GanOf final : public AnyGan {
 public:
  explicit GanOf(const typename G::Config& config) : gan_(config) {}

  std::vector<std::size_t> data_shape() const override {
    return {G::Data::extents.begin(), G::Data::extents.end()};
  }
  std::uint64_t steps() const override { return gan_.config().steps; }
  void plan(std::uint64_t last_step) override { gan_.plan(last_step); }
  void step(const AnySource& source) override { gan_.step(source); }
  const saddle::GanReport& report() const override { return gan_.report(); }
  Rows sample(std::size_t n) override {
    const auto samples = gan_.sample(n);
    Rows rows = Rows::from_shape({n, G::Data::size});
    std::copy(samples.begin(), samples.end(), rows.begin());
    return rows;
  }
  saddle::Tensor<double, 1> scores(const Rows& x) override { return gan_.scores(x); }
  saddle::Estimate divergence(const Rows& real) override { return gan_.divergence(real); }

 private:
  G gan_;
};

template <class G>
std::unique_ptr<AnyGan> make(const TrainOptions& options, const AnySource& source) {
  typename G::Config config;
  config.seed = options.seed;
  config.steps = options.steps.value_or(source.difficulty * G::recipe.steps);
  if (options.batch) config.batch = *options.batch;
  return std::make_unique<GanOf<G>>(config);
}

/// saddle's list of types as Hana's.
template <class... T>
constexpr auto to_hana(saddle::types<T...>) {
  return hana::tuple_t<T...>;
}

/// An objective as the command line writes it: its name, with its parameter if it is one of a
/// family ("alpha:-1").
template <class O>
std::string key(hana::basic_type<O>) {
  return std::string(O::name);
}
template <class D, class... Rest>
  requires requires { D::parameter; }
std::string key(hana::basic_type<saddle::FDivergence<D, Rest...>>) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), D::parameter).ptr;
  return std::string(D::name) + ":" + std::string(digits.data(), end);
}

template <class Objective, class Constraint, class Experiment>
Composition composition(const std::string& objective, std::string_view model) {
  constexpr saddle::Fault found = saddle::fault<Objective, Constraint, Experiment, saddle::Cpu>();
  Composition entry;
  entry.objective = objective;
  entry.constraint = Constraint::name;
  entry.model = model;
  entry.illegal = saddle::sentence(found);
  if constexpr (found == saddle::Fault::none) {
    using G = saddle::Gan<Objective, Constraint, Experiment>;
    entry.steps = G::recipe.steps;
    entry.batch = G::recipe.batch;
    entry.make = &make<G>;
  }
  return entry;
}

/// Every objective with `Constraint`, on points and on images.
template <class Constraint>
std::vector<Composition> with() {
  using Digits = saddle::Mlp<saddle::Shape<28, 28, 1>>;
  std::vector<Composition> all;
  hana::for_each(to_hana(saddle::AllObjectives{}), [&](auto objective) {
    using Objective = typename decltype(objective)::type;
    all.push_back(composition<Objective, Constraint, saddle::Ring>(key(objective), "toy"));
    all.push_back(composition<Objective, Constraint, Digits>(key(objective), "mlp"));
  });
  return all;
}

}  // namespace compose
