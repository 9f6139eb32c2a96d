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
    throw saddle::ConfigError(field, "one of " + saddle::listed(known), "'" + wanted + "'");
  }
  left = std::move(same);
}

/// Errors: Error unless one of the entries is compiled for as many columns as a table has.
void require_compiled_columns(const std::vector<const Composition*>& entries,
                              const AnySource& table) {
  std::map<std::string, std::set<std::size_t>> compiled;  // columns of each model of points
  for (const Composition* entry : entries) {
    if (entry->shape == table.sample_shape) return;
    if (entry->shape.size() == 1) compiled[entry->model].insert(entry->shape[0]);
  }
  if (compiled.empty()) return;
  std::string expected;
  for (const auto& [model, columns] : compiled) {
    expected += (expected.empty() ? "" : "; ") + model + " is compiled for ";
    for (auto count = columns.begin(); count != columns.end(); ++count) {
      const bool last = std::next(count) == columns.end();
      expected += (count == columns.begin() ? "" : last ? " and " : ", ") + std::to_string(*count);
    }
  }
  std::vector<std::string> names;
  for (const saddle::data::Column& column : table.columns) names.push_back(column.name);
  throw saddle::Error("--data: " + expected + " columns; this table has " +
                      std::to_string(names.size()) + ": name some with --columns, of " +
                      saddle::names_text(names));
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
  if (!source.columns.empty()) require_compiled_columns(left, source);
  narrow(left, shape_of, wanted, "--data: shape of a sample");
  const Composition& found = *left.front();
  if (!found.illegal.empty()) {
    throw saddle::Error(objective + " with " + constraint + " is illegal, because " +
                        found.illegal);
  }
  return found;
}
