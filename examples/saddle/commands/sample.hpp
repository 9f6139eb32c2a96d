// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace saddle_program {

/// What `saddle sample` and `saddle interpolate` are asked to do.
struct SampleOptions {
  std::string from;  // a run's folder or a generator's file
  std::size_t n = 64;
  std::size_t first = 0;                 // code number
  std::size_t last = 1;                  // of an interpolation: the other end
  std::size_t rows = 1;                  // of an interpolation: how many, each from the next codes
  std::optional<std::uint64_t> seed{};   // of the codes; absent: that of the run
  std::optional<std::string> codes{};    // an .npy file of codes of one's own: as many samples
  std::optional<std::uint64_t> label{};  // the class of all; absent: all classes in turn
  std::optional<std::string> save_codes{};  // where to write the samples' codes as .npy
  std::string out;                          // .png, .npy or .csv; empty: by what the samples are
  std::string experiment{};                 // as in TrainOptions
};

/// Writes samples of a trained generator: images as a picture or NPY, points as CSV, a picture
/// or NPY, those of a table in its own units.
///
/// Errors: ConfigError for a file name of another kind, DataError for a file that holds no
///         generator or codes of another size, FileError.
void sample(const SampleOptions& options);

/// Writes samples on the straight line between two codes, both ends included.
void interpolate(const SampleOptions& options);

/// Prints the layers of a generator's file or run, or of a model by its name ("mlp 28x28x1").
void summary(const std::string& of);

}  // namespace saddle_program
