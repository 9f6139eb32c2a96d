// SPDX-License-Identifier: BSL-1.0
#include "commands/names.hpp"

#include "models/formulations.hpp"
#include "on_demand/families.hpp"
#include "units/units.hpp"

#include <saddle/constraint/constraint.hpp>
#include <saddle/core/text/name.hpp>
#include <saddle/core/text/nearest_name.hpp>
#include <saddle/core/text/type_name.hpp>
#include <saddle/experiment/toy.hpp>
#include <saddle/gan/fault.hpp>
#include <saddle/objective/objective.hpp>

#include <algorithm>
#include <optional>
#include <string_view>
#include <type_traits>

namespace saddle_program {

namespace {

using namespace saddle;

/// A name, and how C++ calls the same.
struct Named {
  std::string name, in_cpp;
};

/// Templates that users meet under an alias are called Basic...; a parameter belongs to the name.
template <class Policy>
std::string cpp_name(std::type_identity<Policy>) {
  std::string_view bare = type_name<Policy>();
  if (bare.starts_with("Basic")) bare.remove_prefix(5);
  std::string name(bare);
  if constexpr (requires { Policy::parameter; }) {
    name += "<" + shortest_text(Policy::parameter) + ">";
  }
  return name;
}
template <class D>
std::string cpp_name(std::type_identity<FDivergence<D>>) {
  return cpp_name(std::type_identity<D>{});
}

template <class Policy>
std::string type_in_cpp(std::type_identity<Policy> policy) {
  return cpp_name(policy);
}
template <class D>
std::string type_in_cpp(std::type_identity<FDivergence<D>> policy) {
  return "FDivergence<" + cpp_name(policy) + ">";
}

template <class... Policy>
std::string type_of(types<Policy...>, const std::string& name) {
  std::string type;
  ((full_name<Policy>() == name ? void(type = type_in_cpp(std::type_identity<Policy>{})) : void()),
   ...);
  return type;
}

template <class... Policy>
std::vector<Named> named(types<Policy...>) {
  return {Named{full_name<Policy>(), cpp_name(std::type_identity<Policy>{})}...};
}

/// Those of games, and those of what is none.
std::vector<Named> objectives() {
  std::vector<Named> all = named(AllObjectives{});
  for (const FormulationEntry& formulation : formulations()) {
    if (!formulation.adversarial) all.push_back({formulation.objective, formulation.objective});
  }
  return all;
}

std::vector<Named> models() {
  std::vector<Named> all;
  for (const Family& family : families()) all.push_back({family.name, family.name});
  for (const CompiledModel& model : units().models) {
    if (!model.experiment.empty()) all.push_back({model.name, model.name});
  }
  return all;
}

std::vector<std::string> names_of(const std::vector<Named>& all) {
  std::vector<std::string> names;
  for (const Named& one : all) names.push_back(one.name);
  return names;
}

template <class Objective, class Constraint>
Game game(const char* name, const char* model = "") {
  static_assert(fault<Objective, Constraint, Ring, Cpu>() == Fault::none);
  return {name, full_name<Objective>(), full_name<Constraint>(), model};
}

/// Saddle's own name of what is called `name`.
///
/// Errors: ConfigError with the names there are and, of those and `others`, the nearest.
std::string own_name(const std::vector<Named>& all, const std::string& name,
                     const std::string& field, const std::vector<std::string>& others = {}) {
  const std::string folded = folded_name(name);
  std::vector<std::string> in_cpp = others;
  for (const Named& one : all) {
    if (folded == folded_name(one.name) || folded == folded_name(one.in_cpp)) return one.name;
    in_cpp.push_back(one.in_cpp);
  }
  throw unknown_name(field, name, names_of(all), in_cpp);
}

/// What names a composition, as options or a file have it.
struct Names {
  std::optional<std::string> formulation, objective, constraint, model;
};

Names with_own_names(Names names, const std::string& prefix) {
  std::vector<std::string> papers;
  const Game* game = nullptr;
  for (const Game& one : paper_games()) {
    papers.push_back(one.name);
    if (names.objective && folded_name(*names.objective) == folded_name(one.name)) game = &one;
  }
  if (names.constraint) {
    names.constraint = own_name(named(AllConstraints{}), *names.constraint, prefix + "constraint");
  }
  if (names.model) names.model = own_name(models(), *names.model, prefix + "model");
  if (names.formulation) {
    names.formulation = formulation_named(*names.formulation, prefix + "formulation").name;
  }
  if (game != nullptr) {
    if (names.constraint && *names.constraint != game->constraint) {
      throw ConfigError(prefix + "constraint",
                        in_quotes(game->constraint) + ", which " + game->name + " has",
                        in_quotes(*names.constraint));
    }
    names.objective = game->objective;
    names.constraint = game->constraint;
    if (!names.model && !game->model.empty()) names.model = game->model;
  } else if (names.objective) {
    names.objective = own_name(objectives(), *names.objective, prefix + "objective", papers);
  }
  return names;
}

}  // namespace

std::vector<std::string> objective_names() { return names_of(named(AllObjectives{})); }
std::vector<std::string> constraint_names() { return names_of(named(AllConstraints{})); }
std::vector<std::string> model_names() { return names_of(models()); }

std::string objective_type(const std::string& name) { return type_of(AllObjectives{}, name); }
std::string constraint_type(const std::string& name) { return type_of(AllConstraints{}, name); }

std::string in_cpp(const std::string& text) {
  std::string literal = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') literal += '\\';
    literal += c;
  }
  return literal + "\"";
}

NotFinite not_finite_named(const std::string& name, const std::string& called) {
  std::vector<std::string> known;
  for (const auto& [one, value] : not_finite_names) {
    if (name == one) return value;
    known.emplace_back(one);
  }
  throw unknown_name(called, name, known);
}

const std::vector<Game>& paper_games() {
  static const std::vector<Game> games{game<Minimax, Unconstrained>("gan"),
                                       game<NonSaturating, Unconstrained>("nsgan"),
                                       game<LeastSquares, Unconstrained>("lsgan"),
                                       game<Wasserstein, WeightClip>("wgan"),
                                       game<Wasserstein, GradientPenalty>("wgan-gp"),
                                       game<Hinge, SpectralNorm>("sngan"),
                                       game<NonSaturating, Unconstrained>("dcgan", "dcgan")};
  return games;
}

TrainOptions with_own_names(TrainOptions options) {
  const Names own = with_own_names(
      {options.formulation, options.objective, options.constraint, options.model}, "--");
  options.formulation = own.formulation;
  options.objective = own.objective;
  options.constraint = own.constraint;
  options.model = own.model;
  return options;
}

nlohmann::ordered_json with_own_names(nlohmann::ordered_json config, const std::string& file) {
  const auto text = [&](const char* field) {
    const bool named = config.contains(field) && config[field].is_string();
    return named ? std::optional(config[field].get<std::string>()) : std::nullopt;
  };
  const Names own = with_own_names(
      {text("formulation"), text("objective"), text("constraint"), text("model")}, file + ": ");
  if (own.formulation) config["formulation"] = *own.formulation;
  if (own.objective) config["objective"] = *own.objective;
  if (own.constraint) config["constraint"] = *own.constraint;
  if (own.model) config["model"] = *own.model;
  return config;
}

}  // namespace saddle_program
