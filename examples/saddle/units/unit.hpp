// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "models/any_gan.hpp"
#include "models/any_model.hpp"
#include "models/compiled_model.hpp"
#include "models/stored_networks.hpp"
#include "units/units.hpp"

#include <saddle/adversary/fault.hpp>
#include <saddle/adversary/trained_critic.hpp>
#include <saddle/constraint/constraint.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/rows.hpp>
#include <saddle/core/text/name.hpp>
#include <saddle/data/label/one_hot.hpp>
#include <saddle/experiment/recipe.hpp>
#include <saddle/gan/part/sampler.hpp>
#include <saddle/nn/nn.hpp>
#include <saddle/objective/objective.hpp>
#include <saddle/optim/sgd.hpp>
#include <saddle/run/any_objective.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

// What a unit is made of: everything about one experiment of a formulation, for every objective and
// constraint. The objective is chosen at run time, so that a trainer is compiled once for all of
// them; which pairs are legal and their defaults follow from the static types.
namespace saddle_program {

using saddle::Cpu;

template <class Net>
void summary_of(const char* name, std::ostream& out) {
  out << name << '\n';
  saddle::summary<Net>(out);
}

/// What the static type of a composition says: whether it may be, and its numbers.
template <class Constraint>
struct Pair {
  saddle::Fault fault = saddle::Fault::none;
  saddle::Recipe recipe{};
  Constraint constraint{};
  double adversarial = 1;  // the unit of that weight, where there is one
};

/// In some formulations the weight of a loss depends on the objective.
template <class Formulation, class Objective, class Constraint, class Experiment>
constexpr double adversarial_unit() {
  if constexpr (requires {
                  typename Formulation::template Config<Objective, Constraint, Experiment>;
                })
    return Formulation::template Config<Objective, Constraint, Experiment>::unit;
  else return 1;
}

template <class Formulation, class Objective, class Constraint, class Experiment>
constexpr Pair<Constraint> pair_of() {
  return {Formulation::template fault<Objective, Constraint, Experiment>,
          saddle::detail::recipe<Objective, Constraint, Experiment>(),
          saddle::detail::constraint_defaults<Objective, Constraint, Experiment>(),
          adversarial_unit<Formulation, Objective, Constraint, Experiment>()};
}

/// One entry for each of saddle's objectives, in the list's order.
template <class Formulation, class Constraint, class Experiment, class... Objective>
constexpr auto pairs_of(saddle::types<Objective...>) {
  return std::array{pair_of<Formulation, Objective, Constraint, Experiment>()...};
}
template <class Formulation, class Constraint, class Experiment>
constexpr auto pairs = pairs_of<Formulation, Constraint, Experiment>(saddle::AllObjectives{});

template <class Formulation, class Constraint, class Experiment>
std::unique_ptr<AnyGan> make_gan(std::size_t objective, const Adjust& adjust,
                                 [[maybe_unused]] const std::string& features) {
  const Pair<Constraint>& pair = pairs<Formulation, Constraint, Experiment>[objective];
  using Trainer = typename Formulation::template Trainer<Constraint, Experiment>;
  typename Trainer::Config config;
  config.steps = pair.recipe.steps;
  config.batch = pair.recipe.batch;
  if constexpr (requires { config.critic_steps; }) config.critic_steps = pair.recipe.critic_steps;
  if constexpr (requires { config.features; }) config.features = features;
  if constexpr (requires { config.adversarial; }) config.adversarial = pair.adversarial;
  if constexpr (requires { config.reuse_fakes; }) config.reuse_fakes = pair.recipe.reuse_fakes;
  config.constraint = pair.constraint;
  config.schedule = {.decay_from = pair.recipe.decay_from, .decay_to = pair.recipe.decay_to};
  config.ema = pair.recipe.ema;
  config.objective = saddle::AnyObjective(*objective_tables()[objective]);
  adjust(saddle::fields(config));
  return std::make_unique<saddle::TrainerOf<Trainer, AnySource>>(config);
}

/// Whether this constraint goes with the experiment under some objective.
template <class Formulation, class Constraint, class Experiment>
constexpr bool any_legal =
    std::ranges::any_of(pairs<Formulation, Constraint, Experiment>,
                        [](const auto& pair) { return pair.fault == saddle::Fault::none; });

/// How many classes a generator may be asked for; 0 for one that knows none.
template <class Experiment>
constexpr std::size_t classes_of = 0;
template <class Experiment>
  requires(Experiment::Generator::Input::components == 2)
constexpr std::size_t classes_of<Experiment> = Experiment::Generator::Input::template Part<1>::size;

/// Labels as such a generator is asked for them.
template <class Experiment>
Rows one_hot(const saddle::Tensor<int, 1>& labels) {
  Rows rows = Rows::from_shape({labels.size(), classes_of<Experiment>});
  saddle::data::one_hot(rows.data(), {labels.data(), labels.size()}, classes_of<Experiment>);
  return rows;
}

/// A generator alone.
template <class Experiment>
class ModelOf final : public AnyModel {
 public:
  using Model = saddle::Sampler<Experiment, saddle::Sgd, Cpu>;  // no moments: it is not trained

  void load(const std::string& path, std::uint64_t seed) override {
    constexpr std::size_t batch = 64;
    const auto name = std::string(Model::networks()[0]);
    model_.emplace(saddle::Place<Cpu>{device_, batch, seed, 0, name}, saddle::Sgd{});
    read_network(model_->state(), name, path);
  }
  Rows codes(std::size_t n, std::size_t first) override {
    return model_.value().codes(device_, n, first);
  }
  Rows generate(const Rows& codes, const saddle::Tensor<int, 1>& labels) override {
    if constexpr (classes_of<Experiment> == 0) {
      return saddle::as_rows(model_.value().generate(device_, codes));
    } else {
      return saddle::as_rows(model_.value().generate(device_, codes, one_hot<Experiment>(labels)));
    }
  }
  Rows interpolate(std::size_t from, std::size_t to, std::size_t n) override {
    if constexpr (classes_of<Experiment> == 0) {
      return saddle::as_rows(model_.value().interpolate(device_, from, to, n));
    } else {
      throw saddle::Error("interpolate: expected a generator that is asked for no class");
    }
  }

 private:
  Cpu device_;
  std::optional<Model> model_;
};

/// A critic out of its game: that of a checkpoint, or without a path one that is untrained.
template <class Constraint, class Critic>
class LoadedCritic {
 public:
  explicit LoadedCritic(const std::string& path)
      : critic_({device_, /*capacity=*/64, /*seed=*/0, /*index=*/1, "critic"}, Constraint{},
                saddle::Sgd{}) {
    if (!path.empty()) read_critic(critic_.state(), path);
  }
  Rows features(const Rows& x) { return critic_.features(device_, x); }

 private:
  Cpu device_;
  saddle::TrainedCritic<Constraint, Critic, saddle::Sgd, Cpu> critic_;
};

template <class Constraint, class Critic>
Features features_of(const std::string& path) {
  const auto critic = std::make_shared<LoadedCritic<Constraint, Critic>>(path);
  return [critic](const Rows& x) { return critic->features(x); };
}

/// Only a constraint that replaces the parameters changes what the critic's layers see.
template <class Critic>
Features load_critic_features(const std::string& path, const std::string& constraint) {
  return constraint == saddle::SpectralNorm::name
             ? features_of<saddle::SpectralNorm, Critic>(path)
             : features_of<saddle::Unconstrained, Critic>(path);
}

/// A network as a function of rows: that of a file, or without a path one that is untrained.
template <class Net>
class LoadedNetwork {
 public:
  LoadedNetwork(const std::string& name, const std::string& path)
      : model_({device_, /*capacity=*/64, /*seed=*/0, /*index=*/0, name}, saddle::Sgd{}),
        kept_(model_.forward_room()) {
    if (path.empty()) return;
    saddle::TrainingState<Cpu> state;
    model_.list_state(state);
    read_network(state, name, path);
  }
  template <class... X>
  Rows operator()(const X&... x) {
    return saddle::as_rows(model_.apply(device_, kept_, x...));
  }

 private:
  Cpu device_;
  saddle::Model<Net, saddle::Sgd, Cpu> model_;
  saddle::Forward<Net, Cpu> kept_;
};

template <class Net>
Features load_network(const std::string& name, const std::string& path) {
  const auto network = std::make_shared<LoadedNetwork<Net>>(name, path);
  return [network](const Rows& x) { return (*network)(x); };
}

template <class Experiment>
std::unique_ptr<AnyModel> load_model() {
  return std::unique_ptr<AnyModel>(new ModelOf<Experiment>);
}

/// A sample of what the formulation makes.
template <class Formulation, class Experiment>
struct SampleOf {
  using type = typename Experiment::Generator::Output;
};
template <class Formulation, class Experiment>
  requires requires { typename Formulation::template Sample<Experiment>; }
struct SampleOf<Formulation, Experiment> {
  using type = typename Formulation::template Sample<Experiment>;
};

/// The compositions of an adversarial formulation: every objective with every constraint.
template <class Formulation, class Experiment>
std::vector<Composition> games(const Composition& of_model) {
  std::vector<Composition> all;
  saddle::for_each(saddle::AllConstraints{}, [&]<class C>(std::type_identity<C>) {
    for (std::size_t o = 0; o < saddle::AllObjectives::size; ++o) {
      const Pair<C>& pair = pairs<Formulation, C, Experiment>[o];
      Composition& entry = all.emplace_back(of_model);
      entry.objective = objective_tables()[o]->name;
      entry.constraint = saddle::full_name<C>();
      entry.illegal = std::string(saddle::sentence(pair.fault));
      entry.steps = pair.recipe.steps;
      entry.batch = pair.recipe.batch;
      entry.objective_index = o;
      if constexpr (any_legal<Formulation, C, Experiment>) {
        using Config = typename Formulation::template Trainer<C, Experiment>::Config;
        entry.keeps_features = requires(Config config) { config.features; };
        entry.make = &make_gan<Formulation, C, Experiment>;
      }
    }
  });
  return all;
}

template <class Formulation, class Experiment>
CompiledModel compiled() {
  constexpr auto& extents = SampleOf<Formulation, Experiment>::type::extents;
  CompiledModel model{.formulation = Formulation::formulation,
                      .name = saddle::full_name<Experiment>(),
                      .shape = {extents.begin(), extents.end()},
                      .classes = classes_of<Experiment>,
                      .compositions = {},
                      .load = nullptr,
                      .summary = &Formulation::template summary<Experiment>};
  if constexpr (requires {
                  typename Experiment::Latent;
                  typename Experiment::Generator;
                }) {
    model.load = &load_model<Experiment>;
  }
  Formulation::template complete<Experiment>(model);
  const Composition of_model{.formulation = model.formulation,
                             .model = model.name,
                             .shape = model.shape,
                             .classes = model.classes};
  if constexpr (requires { Formulation::template compositions<Experiment>(of_model); }) {
    model.compositions = Formulation::template compositions<Experiment>(of_model);
  } else {
    model.compositions = games<Formulation, Experiment>(of_model);
  }
  return model;
}

/// Adds an experiment of a formulation, once for each of its shapes.
template <class Formulation, class... Experiment>
void add(Units& units) {
  (units.models.push_back(compiled<Formulation, Experiment>()), ...);
}

}  // namespace saddle_program
