// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "data/rows.hpp"

#include <saddle/core/error.hpp>
#include <saddle/data/dataset.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace saddle_program {

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
/// Errors: ConfigError for samples of another shape or fewer than asked for, DataError, FileError.
Rows read_samples(const SamplesOptions& options, const saddle::data::Units& units,
                  const std::vector<std::size_t>& shape, const std::string& taker,
                  const std::string& called = "--data");

/// A file that a command reads or writes, by the option that names it.
struct NamedFile {
  std::string option, path;
};

/// Errors: ConfigError where a command would write over one of the files that it reads.
void require_apart(const NamedFile& out, const std::vector<NamedFile>& read);

/// What a network made of samples or codes, `each` numbers of one: "the code of sample".
///
/// Errors: Error that names the first of which a number is not finite.
template <class Numbers>
void require_finite(const Numbers& numbers, std::size_t each, const std::string& what) {
  const auto lost = std::ranges::find_if(numbers, [](auto v) { return !std::isfinite(v); });
  if (lost == numbers.end()) return;
  const auto place = static_cast<std::size_t>(lost - numbers.begin());
  throw saddle::Error(what + " " + std::to_string(place / each) +
                      " is not finite: its numbers are too far from those of the training");
}

}  // namespace saddle_program
