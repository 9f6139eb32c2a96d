// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

namespace saddle_program {

/// A type of a user's header: "mine.hpp:Digits".
struct OwnExperiment {
  std::string header;  // as it was named
  std::string type;
};

/// Errors: ConfigError for words of another form.
OwnExperiment own_experiment(const std::string& header_and_type);

/// Compiles the unit of a user's experiment and adds it to this program's; returns the name of its
/// model, which is the experiment's own or the type's.
///
/// Errors: as `own_experiment`, FileError for a header that is not there, Error if it does not
///         compile.
std::string add_own_experiment(const std::string& header_and_type);

}  // namespace saddle_program
