// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "data/samples.hpp"

#include <optional>
#include <string>

namespace saddle_program {

/// What `saddle translate` is asked to do.
struct TranslateOptions : SamplesOptions {
  std::string run{};                   // its folder
  std::optional<std::string> from{};   // of two domains: a name, A or B; none = the other one
  std::optional<std::string> to{};     // the same, or the number of a label; none = all labels
  std::optional<std::string> truth{};  // of two domains: what should come out, as `data`
  std::string out{};
  std::string experiment{};  // as in TrainOptions
};

/// Writes samples as samples of another domain, as `sample` writes samples; of images a picture
/// shows each beside its translations. Two domains are called as their data are, or A and B; with
/// the truth it prints how near it the translations come, as one JSON object.
///
/// Errors: ConfigError for another kind of file, samples of another shape or number, or a domain
///         that is none; Error for a run that does not translate, DataError, FileError.
void translate(const TranslateOptions& options);

}  // namespace saddle_program
