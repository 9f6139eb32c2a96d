// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "data/rows.hpp"

#include <saddle/data/dataset.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

/// Which samples a command reads for a run.
struct SamplesOptions {
  std::string data;                    // a data file or folder, or a name, as in TrainOptions
  std::optional<std::string> label{};  // as in TrainOptions
  std::optional<std::string> columns{};
  std::size_t n = 0;  // the first so many; 0 = all, of what is endless 1,000
};

/// Those samples in the units of the run's data, of the shape that `taker` takes, "the encoder";
/// what the reader had to decide is printed. Of what needs no file they are held out from all
/// training. Messages call the data as `called` says.
///
/// Errors: ConfigError for samples of another shape, DataError, FileError.
Rows read_samples(const SamplesOptions& options, const saddle::data::Units& units,
                  const std::vector<std::size_t>& shape, const std::string& taker,
                  const std::string& called = "--data");
