// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <iostream>
#include <string>

namespace saddle_program {

/// What `saddle classify` is asked to do.
struct ClassifyOptions {
  std::string images;  // IDX or NPY, or "glyphs"
  std::string labels;
  std::string test_images, test_labels;
  std::uint64_t steps = 4000;
  std::size_t batch = 64;
  std::uint64_t seed = 1;
  std::size_t threads = 0;  // 0 = one per core
  std::string out = "classifier.safetensors";
};

/// Trains a classifier on labelled images, keeps it, and prints one JSON line on `out`; returns the
/// exit status. ^C ends the training after its step: what there is is kept, and the status says so.
///
/// Errors: ConfigError for images without labels or of a shape that no classifier has, DataError
///         and FileError for files.
int classify(const ClassifyOptions& options, std::ostream& out = std::cout);

}  // namespace saddle_program
