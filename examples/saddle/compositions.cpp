// SPDX-License-Identifier: BSL-1.0
#include "any_gan.hpp"
#include "compiled_model.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/text/nearest_name.hpp>
#include <saddle/io/csv.hpp>
#include <saddle/objective/objective.hpp>
#include <saddle/train/fit.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

const std::vector<const saddle::ObjectiveTable*>& objective_tables() {
  static const auto tables = []<class... O>(saddle::types<O...>) {
    return std::vector<const saddle::ObjectiveTable*>{&saddle::table_of<O>()...};
  }(saddle::AllObjectives{});
  return tables;
}

std::vector<Composition> all_compositions() {
  std::vector<Composition> all;
  for (const CompiledModel& model : compiled_models()) {
    all.insert(all.end(), model.compositions.begin(), model.compositions.end());
  }
  return all;
}

const CompiledModel& find_model(const std::string& name, const std::string& shape) {
  std::vector<std::string> known;
  for (const CompiledModel& model : compiled_models()) {
    const std::string own_shape = saddle::shape_text(model.shape);
    if (model.name == name && own_shape == shape) return model;
    known.push_back(model.name + " " + own_shape);
  }
  throw saddle::unknown_name("model", name + " " + shape, known);
}

namespace {

/// Keeps the entries whose `text` is `wanted`.
///
/// Errors: ConfigError with the texts that there are if none is left.
template <class Text>
void narrow(std::vector<const Composition*>& left, Text text, const std::string& wanted,
            const std::string& field) {
  std::vector<std::string> known;
  std::vector<const Composition*> same;
  for (const Composition* entry : left) {
    const std::string name = text(*entry);
    if (name == wanted) same.push_back(entry);
    if (std::ranges::count(known, name) == 0) known.push_back(name);
  }
  if (same.empty()) {
    throw saddle::ConfigError(field, "one of " + saddle::listed(known), saddle::in_quotes(wanted));
  }
  left = std::move(same);
}

/// Errors: Error, with what is compiled and a way out, unless one of the entries is for such
/// samples.
void require_compiled_shape(const std::vector<const Composition*>& entries,
                            const AnySource& source) {
  const std::vector<std::size_t>& shape = source.sample_shape;
  std::map<std::string, std::set<std::vector<std::size_t>>> compiled;  // shapes of each model
  for (const Composition* entry : entries) {
    if (entry->shape == shape) return;
    if (entry->shape.size() == shape.size()) compiled[entry->model].insert(entry->shape);
  }
  if (compiled.empty()) return;
  std::string expected;
  for (const auto& [model, shapes] : compiled) {
    expected += (expected.empty() ? "" : "; ") + model + " is compiled for ";
    for (auto one = shapes.begin(); one != shapes.end(); ++one) {
      const bool last = std::next(one) == shapes.end();
      expected += one == shapes.begin() ? "" : last ? " and " : ", ";
      expected += saddle::shape_text(*one);
    }
  }
  if (shape.size() == 3) {
    throw saddle::Error("--data: " + expected + "; these pictures are " +
                        saddle::shape_text(shape) +
                        ": bring them to one of these sizes, or write the program of "
                        "docs/first_hour.md, which takes any");
  }
  std::vector<std::string> names;
  for (const saddle::data::Column& column : source.columns) names.push_back(column.name);
  throw saddle::Error(
      "--data: " + expected + " columns; this table has " + saddle::shape_text(shape) +
      (names.empty() ? "" : ": name some with --columns, of " + saddle::names_text(names)));
}

}  // namespace

const Composition& find(const std::vector<Composition>& all, const std::string& objective,
                        const std::string& constraint, const std::string& model,
                        const AnySource& source) {
  const std::vector<std::size_t>& shape = source.sample_shape;
  // Narrows by one name after the other, so that the message is about the first that is unknown.
  std::vector<const Composition*> left;
  for (const Composition& entry : all) left.push_back(&entry);
  narrow(left, [](const Composition& c) { return c.constraint; }, constraint, "--constraint");
  narrow(left, [](const Composition& c) { return c.objective; }, objective, "--objective");
  if (!model.empty()) narrow(left, [](const Composition& c) { return c.model; }, model, "--model");
  const auto shape_of = [&](const Composition& c) {
    return saddle::shape_text(c.shape) + (model.empty() ? " (" + c.model + ")" : "");
  };
  std::string wanted = saddle::shape_text(shape);
  if (model.empty()) {
    const auto fits = std::find_if(left.begin(), left.end(),
                                   [&](const Composition* c) { return c->shape == shape; });
    if (fits != left.end()) wanted = shape_of(**fits);
  }
  require_compiled_shape(left, source);
  narrow(left, shape_of, wanted, "--data: shape of a sample");
  const Composition& found = *left.front();
  if (!found.illegal.empty()) {
    throw saddle::Error(objective + " with " + constraint + " is illegal, because " +
                        found.illegal);
  }
  return found;
}
