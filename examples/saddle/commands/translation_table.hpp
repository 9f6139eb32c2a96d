// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace saddle_program {

/// What `saddle translation-table` is asked to do.
struct TranslationTableOptions {
  std::string domains;     // a folder, see `read_styles`
  double budget = 80;      // minutes of wall time for all methods, a quarter for each
  std::uint64_t seed = 1;  // of all trainings
  std::size_t threads = 0;
  std::string out = "translation-table";
};

/// The lecture's comparison of ways to translate between many domains: trains the units of DIAT,
/// CycleGAN, IcGAN and StarGAN from the first style to all others, each a run folder below `out`,
/// and measures their translations of test images: how often a classifier that was trained on real
/// images of all styles takes them for another style than the one that was asked for, how often the
/// true counterpart is the nearest image of that style, and how far it is. Prints the table as one
/// JSON object; translations.png and report.html lie in `out`. What is there is not made again, so
/// that the same call goes on with a table that was cut. Returns the exit status: 128 + the signal
/// that ended it early.
///
/// Errors: as `read_styles`, `train` and `classify`; ConfigError for a table of other styles,
///         budget or seed in that folder.
int translation_table(const TranslationTableOptions& options);

}  // namespace saddle_program
