// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>

/// What `saddle translate` is asked to do.
struct TranslateOptions {
  std::string run;                     // its folder
  std::string data;                    // a data file or folder
  std::optional<std::string> label{};  // as in TrainOptions
  std::optional<std::string> columns{};
  std::optional<std::size_t> to{};  // the domain; none = all, one after the other
  std::size_t n = 0;                // the first so many; 0 = all
  std::string out{};
  std::string experiment{};  // as in TrainOptions
};

/// Writes samples as samples of another domain, as `sample` writes samples; of images a picture
/// shows each beside its translations.
///
/// Errors: ConfigError for another kind of file, samples of another shape or a domain that is none,
///         Error for a run that does not translate, DataError, FileError.
void translate(const TranslateOptions& options);
