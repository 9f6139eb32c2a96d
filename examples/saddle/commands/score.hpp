// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace saddle_program {

/// What `saddle score` is asked to do.
struct ScoreOptions {
  std::string features = "pixels";  // pixels, file, a classifier's file, or a run for its critic
  std::string real;                 // images, features, or the mu and sigma of an .npz file
  std::string samples;
  std::optional<std::string> label{};       // column of a table
  std::optional<std::string> columns{};     // of a table, as a line of it: "a,b"
  std::string save_statistics;              // .npz of the real side
  std::size_t n = 0;                        // samples a side; 0: as many as both sides have
  std::uint64_t seed = 1;                   // of the choice of samples and of subsets
  std::optional<std::size_t> neighbours{};  // 5 if there are as many
  std::size_t threads = 0;                  // 0 = one per core
  bool json = false;
  std::string experiment{};  // as in TrainOptions
};

/// Prints how near samples come to real ones: Frechet distance, kernel distance, Inception Score
/// (classifiers only), precision, recall, density, coverage, two-sample accuracy, nearest real
/// sample and duplicates; of a score that takes more samples than there are it says so. Images come
/// to the size that a feature network takes by `resized`, and the scores say so.
///
/// Units:  both sides are read alike: as the network's data were, else as statistics of a file are,
///         else as the real side is (a table by the means and deviations of its own columns). Of a
///         table the columns of that name are taken.
/// Errors: ConfigError for sides of different shape or samples that are nothing to the network,
///         DataError and FileError for files.
void score(const ScoreOptions& options);

}  // namespace saddle_program
