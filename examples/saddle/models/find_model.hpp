// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "models/classifiers.hpp"
#include "models/compiled_model.hpp"

#include <saddle/io/safetensors.hpp>

#include <cstddef>
#include <string>

namespace saddle_program {

/// The place of the networks of this name and shape ("28x28x1"), of a conditional model for so many
/// classes, compiled now if no unit has them.
///
/// Errors: ConfigError with the models or shapes that there are; Error if there is no compiler.
const CompiledModel& find_model(const std::string& name, const std::string& shape,
                                std::size_t classes = 0);
const CompiledClassifier& find_classifier(const std::string& shape);

/// The model of a file: a user's own comes from the cache that knows it.
///
/// Errors: as `find_model`; Error if a user's own has to be named again, with --experiment.
const CompiledModel& model_of(const saddle::Safetensors& file);

/// Sees to it that a user's own model is here as the file has it: named in this start, or kept in
/// the cache.
///
/// Errors: Error if it has to be named, DataError if its header is another by now.
void require_own(const std::string& file, const std::string& model, const std::string& experiment,
                 const std::string& unit);

}  // namespace saddle_program
