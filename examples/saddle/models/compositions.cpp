// SPDX-License-Identifier: BSL-1.0
#include "models/any_gan.hpp"
#include "models/find_model.hpp"
#include "models/formulations.hpp"
#include "on_demand/families.hpp"
#include "units/units.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/shape.hpp>
#include <saddle/core/text/nearest_name.hpp>
#include <saddle/core/text/quoted.hpp>
#include <saddle/io/csv.hpp>
#include <saddle/objective/objective.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace saddle_program {

const std::vector<const saddle::ObjectiveTable*>& objective_tables() {
  static const auto tables = []<class... O>(saddle::types<O...>) {
    return std::vector<const saddle::ObjectiveTable*>{&saddle::table_of<O>()...};
  }(saddle::AllObjectives{});
  return tables;
}

namespace {

/// Errors: ConfigError if the model of that name does not take samples of that shape.
void require_shape(const std::string& model, const std::vector<std::size_t>& shape) {
  for (const CompiledModel& own : units().models) {
    if (own.experiment.empty() || own.name != model) continue;
    if (own.shape == shape) return;
    throw saddle::ConfigError("--data: shape of a sample",
                              saddle::shape_text(own.shape) + ", as " + model + " takes",
                              saddle::shape_text(shape));
  }
  const Family* const family = family_named(model);
  if (family == nullptr || family->takes(shape)) return;
  throw saddle::ConfigError("--data: shape of a sample",
                            family->shapes + ", as " + model + " takes", saddle::shape_text(shape));
}

/// The formulation's model that is meant where none is named.
///
/// Errors: ConfigError if none takes samples of that shape.
std::string model_for(const std::string& formulation, const std::vector<std::size_t>& shape) {
  for (const CompiledModel& model : units().models) {
    if (model.formulation == formulation && model.shape == shape) return model.name;
  }
  std::vector<std::string> known;
  for (const Family& family : families()) {
    if (family.formulation != formulation) continue;
    if (family.takes(shape)) return family.name;
    known.push_back(family.name + " for " + family.shapes);
  }
  throw saddle::ConfigError("--data: shape of a sample", "one of " + saddle::listed(known),
                            saddle::shape_text(shape));
}

/// Errors: Error unless a model of points takes as many columns as a table has.
void require_columns(const std::string& formulation, const AnySource& table) {
  std::string expected;
  for (const Family& family : families()) {
    if (family.formulation != formulation) continue;
    if (family.takes(table.sample_shape)) return;
    if (family.takes({2})) expected += family.name + " is for " + family.shapes + "; ";
  }
  std::vector<std::string> names;
  for (const saddle::data::Column& column : table.columns) names.push_back(column.name);
  throw saddle::Error("--data: " + expected + "this table has " + std::to_string(names.size()) +
                      " columns: name some with --columns, of " + saddle::names_text(names));
}

/// Errors: ConfigError unless the data has as many classes as a conditional model takes.
void require_classes(const AnySource& source) {
  if (source.classes() > 1 && source.classes() <= most_classes) return;
  throw saddle::ConfigError(
      "--data: classes",
      "2 to " + std::to_string(most_classes) +
          ": --label names a column of a table, --labels the labels of an IDX or NPY file",
      source.classes() == 0 ? "no labels" : std::to_string(source.classes()));
}

/// Errors: ConfigError for an objective or constraint of another formulation's than these, where
///         one chooses none.
void require_own_game(const FormulationEntry& formulation, const std::string& objective,
                      const std::string& constraint) {
  const auto require = [&](const char* option, const std::string& own, const std::string& named) {
    if (named == own) return;
    throw saddle::ConfigError(
        option, "none, for " + formulation.name + " learns by " + formulation.objective + " alone",
        saddle::in_quotes(named));
  };
  if (!formulation.adversarial) {
    require("--objective", formulation.objective, objective);
    require("--constraint", formulation.constraint, constraint);
  } else if (std::ranges::none_of(objective_tables(),
                                  [&](const auto* table) { return table->name == objective; })) {
    throw saddle::ConfigError("--objective", "one of a game, as " + formulation.name + " is",
                              saddle::in_quotes(objective));
  }
}

/// Errors: Error with the reason if a pair is illegal for this model.
void require_legal(const CompiledModel& model, const std::string& objective,
                   const std::string& constraint) {
  for (const Composition& pair : model.compositions) {
    if (pair.objective != objective || pair.constraint != constraint) continue;
    if (pair.illegal.empty()) return;
    throw saddle::Error(objective + " with " + constraint + " is illegal, because " + pair.illegal);
  }
}

}  // namespace

std::string formulation_of(const std::string& model) {
  if (const Family* const family = family_named(model)) return family->formulation;
  const auto own = std::ranges::find(units().models, model, &CompiledModel::name);
  if (own != units().models.end()) return own->formulation;
  std::vector<std::string> known;
  for (const Family& family : families()) known.push_back(family.name);
  throw saddle::unknown_name("model", model, known);
}

const Composition& find(const std::string& objective, const std::string& constraint,
                        const std::string& formulation, const std::string& model,
                        const AnySource& source) {
  if (!source.columns.empty() && model.empty()) require_columns(formulation, source);
  const std::string name = model.empty() ? model_for(formulation, source.sample_shape) : model;
  require_shape(name, source.sample_shape);
  const FormulationEntry& entry = formulation_named(formulation, "--formulation");
  require_own_game(entry, objective, constraint);
  const auto toy = std::ranges::find(units().models, "toy", &CompiledModel::name);
  if (toy != units().models.end()) {  // what a toy may not, none may: known before the wait
    require_legal(*toy, objective, constraint);
  }
  if (entry.conditional) require_classes(source);
  const CompiledModel& found = find_model(name, saddle::shape_text(source.sample_shape),
                                          entry.conditional ? source.classes() : 0);
  require_legal(found, objective, constraint);
  return *std::ranges::find_if(found.compositions, [&](const Composition& pair) {
    return pair.objective == objective && pair.constraint == constraint;
  });
}

}  // namespace saddle_program
