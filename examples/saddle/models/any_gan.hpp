// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "data/any_source.hpp"

#include <saddle/run/any_objective.hpp>
#include <saddle/run/any_trainer.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace saddle_program {

/// A trainer that was specialised at compile time, for a data set chosen at run time.
using AnyGan = saddle::AnyTrainer<AnySource>;

using saddle::Adjust;

/// One entry of the table of compositions.
struct Composition {
  std::string objective{};
  std::string constraint{};
  std::string formulation;
  std::string model;
  std::vector<std::size_t> shape;  // of a sample
  std::size_t classes = 0;         // that samples may be asked for
  std::string illegal{};           // why it is none; empty for a legal composition
  std::uint64_t steps = 0;         // defaults of a legal one
  std::size_t batch = 0;
  std::size_t objective_index = 0;  // in the list
  bool keeps_features = false;      // whether a trainer is made with those of a file's network
  std::unique_ptr<AnyGan> (*make)(std::size_t objective_index, const Adjust&,
                                  const std::string& features) = nullptr;
};

/// What a composition's objective does, for each of saddle's objectives in the order of the list.
const std::vector<const saddle::ObjectiveTable*>& objective_tables();

/// The formulation that a model, by its name, is of.
///
/// Errors: ConfigError with the models that there are.
std::string formulation_of(const std::string& model);

/// The legal composition of these names, as saddle has them, for samples of that source; an empty
/// model means the formulation's for that shape. Its unit is compiled where it is not linked in.
///
/// Errors: ConfigError for a shape that the model does not take, Error with the reason for an
///         illegal pair, and as `find_model`.
const Composition& find(const std::string& objective, const std::string& constraint,
                        const std::string& formulation, const std::string& model,
                        const AnySource& source);

}  // namespace saddle_program
