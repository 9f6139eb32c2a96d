// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "data/samples.hpp"

#include <string>

namespace saddle_program {

/// What `saddle encode` and `saddle reconstruct` are asked to do.
struct EncodeOptions : SamplesOptions {
  std::string run{};  // its folder
  std::string out{};
  std::string experiment{};  // as in TrainOptions
};

/// Writes the codes that a run's encoder finds for samples, one a row (.npy).
///
/// Errors: ConfigError for another kind of file or samples of another shape, DataError for a run
///         without an encoder, FileError.
void encode(const EncodeOptions& options);

/// Writes what the run's generator makes of those codes, as `sample` writes samples; of images a
/// picture shows each beside its reconstruction.
///
/// Errors: as `encode`.
void reconstruct(const EncodeOptions& options);

}  // namespace saddle_program
