// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "data/samples.hpp"

#include <string>

namespace saddle_program {

/// What `saddle likelihood` is asked to do.
struct LikelihoodOptions : SamplesOptions {
  std::string run{};         // its folder
  std::string experiment{};  // as in TrainOptions
};

/// Prints what it takes to name samples by what a run knows of their density, as one JSON object:
/// `n`, `nats`, `standard_error`, `bits_per_dimension`. Of pictures of 8 bits it is an upper bound.
///
/// Errors: Error for a run that knows no density, ConfigError for samples of another shape,
///         DataError, FileError.
void likelihood(const LikelihoodOptions& options);

}  // namespace saddle_program
