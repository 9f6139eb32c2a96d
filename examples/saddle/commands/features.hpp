// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace saddle_program {

/// What `saddle features` is asked to do.
struct FeaturesOptions {
  std::string run;          // its folder
  std::string images;       // a file, or glyphs
  std::string labels;       // of a file
  std::string test_images;  // empty: a part of the images is held out
  std::string test_labels;
  std::size_t n = 0;         // at most so many images of either part; 0 = all
  std::size_t threads = 0;   // 0 = one per core
  std::string out;           // the features of the test images (.npy); empty = none
  std::string picture;       // their projection, coloured by label (.png); empty = none
  std::string experiment{};  // as in TrainOptions
};

/// Prints what the features that a run has learnt know of classes that it never saw, beside pixels,
/// principal components and an untrained network: the share of test images whose class the nearest
/// image has, and that a linear map finds. A BiGAN's features are its codes, those of other runs
/// the critic's last layer.
///
/// Errors: ConfigError for images of another shape or a single class, DataError, FileError.
void features(const FeaturesOptions& options);

}  // namespace saddle_program
