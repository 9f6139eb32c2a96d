// SPDX-License-Identifier: BSL-1.0
#include "models/find_model.hpp"

#include "models/formulations.hpp"
#include "on_demand/families.hpp"
#include "on_demand/on_demand.hpp"
#include "units/units.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/shape.hpp>
#include <saddle/core/text/decimal.hpp>
#include <saddle/core/text/nearest_name.hpp>
#include <saddle/core/text/quoted.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace saddle_program {

namespace {

/// The numbers of "28x28x1": what a file says reaches a compiler as numbers only.
std::optional<std::vector<std::size_t>> extents_of(const std::string& shape) {
  std::vector<std::size_t> extents;
  std::istringstream words(shape);
  for (std::string word; std::getline(words, word, 'x');) {
    const auto extent = saddle::number_in<std::size_t>(word);
    if (!extent) return std::nullopt;
    extents.push_back(*extent);
  }
  return extents;
}

const CompiledModel* model_in(const Units& units, const std::string& name, const std::string& shape,
                              std::size_t classes) {
  for (const CompiledModel& model : units.models) {
    const bool same = model.name == name && model.classes == classes;
    if (same && saddle::shape_text(model.shape) == shape) return &model;
  }
  return nullptr;
}

const CompiledClassifier* classifier_in(const Units& units, const std::string& shape) {
  for (const CompiledClassifier& classifier : units.classifiers) {
    if (classifier.shape == shape) return &classifier;
  }
  return nullptr;
}

}  // namespace

const CompiledModel& find_model(const std::string& name, const std::string& shape,
                                std::size_t classes) {
  if (const CompiledModel* model = model_in(units(), name, shape, classes)) return *model;
  const auto extents = extents_of(shape);
  std::vector<std::string> known;
  for (const Family& family : families()) {
    const bool conditional = formulation_named(family.formulation, "formulation").conditional;
    const bool fits = conditional ? classes > 1 && classes <= most_classes : classes == 0;
    if (family.name == name && extents && family.takes(*extents) && fits) {
      const std::string of = conditional ? " of " + std::to_string(classes) + " classes" : "";
      add_on_demand(units(), name + " " + shape + of, model_source(family, *extents, classes));
      return *model_in(units(), name, shape, classes);
    }
    known.push_back(family.name + " for " + family.shapes);
  }
  for (const CompiledModel& model : units().models) {
    if (!model.experiment.empty()) {
      known.push_back(model.name + " for " + saddle::shape_text(model.shape));
    }
  }
  throw saddle::unknown_name("model", name + " " + shape, known);
}

const CompiledModel& model_of(const saddle::Safetensors& file) {
  const std::string name = file.required("model"), shape = file.required("shape");
  const std::size_t classes =
      file.metadata("classes") ? file.required_number<std::size_t>("classes") : 0;
  if (const auto experiment = file.metadata("experiment")) {
    require_own(file.path(), name, *experiment, file.metadata("unit").value_or(""));
  }
  return find_model(name, shape, classes);
}

void require_own(const std::string& file, const std::string& model, const std::string& experiment,
                 const std::string& unit) {
  const auto own = [&] {
    return std::ranges::find_if(units().models, [&](const CompiledModel& one) {
      return one.name == model && !one.experiment.empty();
    });
  };
  if (own() == units().models.end()) add_from_cache(units(), unit);
  if (own() == units().models.end()) {
    throw saddle::Error(file + ": its model is " + experiment +
                        ", which is not compiled here any more: name it with --experiment, as "
                        "mine.hpp:Digits");
  }
  if (own()->experiment == experiment) return;
  throw saddle::DataError(file, "experiment",
                          saddle::in_quotes(own()->experiment) + ", as it is now",
                          saddle::in_quotes(experiment));
}

const CompiledClassifier& find_classifier(const std::string& shape) {
  if (const CompiledClassifier* classifier = classifier_in(units(), shape)) return *classifier;
  const auto extents = extents_of(shape);
  if (!extents || !classifier_takes(*extents)) {
    throw saddle::ConfigError("shape of an image", classifier_shapes, shape);
  }
  add_on_demand(units(), "a classifier of " + shape, classifier_source(*extents));
  return *classifier_in(units(), shape);
}

}  // namespace saddle_program
