// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "data/rows.hpp"
#include "models/compiled_model.hpp"

#include <saddle/data/dataset.hpp>
#include <saddle/io/safetensors.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace saddle_program {

/// A trained network as scores use it.
struct FeatureNetwork {
  std::string name;                                     // as scores print it
  std::vector<std::size_t> shape;                       // of a sample
  std::function<Rows(const Rows&)> features;            // (n, ...) -> (n, features)
  std::function<Rows(const Rows&)> probabilities = {};  // of classes; a classifier's only
  saddle::data::Units units = {};                       // of the data that it was trained on
};

/// Errors: DataError for the checkpoint of a run whose critic does not see samples alone.
void require_critic_features(const saddle::Safetensors& file, const CompiledModel& model);

/// A classifier's file, or the critic of a run: its folder or its checkpoint.
///
/// Errors: DataError for a file of another kind, ConfigError for networks that the command line
///         does not have, FileError.
FeatureNetwork load_feature_network(const std::string& from);

}  // namespace saddle_program
