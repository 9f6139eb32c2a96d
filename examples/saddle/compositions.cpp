// SPDX-License-Identifier: BSL-1.0
#include "any_gan.hpp"
#include "compiled_model.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/nearest_name.hpp>
#include <saddle/objective/objective.hpp>
#include <saddle/train/fit.hpp>

#include <algorithm>
#include <string>
#include <utility>

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

}  // namespace

const Composition& find(const std::vector<Composition>& all, const std::string& objective,
                        const std::string& constraint, const std::string& model,
                        const std::vector<std::size_t>& shape) {
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
  narrow(left, shape_of, wanted, "--data: shape of a sample");
  const Composition& found = *left.front();
  if (!found.illegal.empty()) {
    throw saddle::Error(objective + " with " + constraint + " is illegal, because " +
                        found.illegal);
  }
  return found;
}
