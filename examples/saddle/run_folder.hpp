// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>

/// The files of one run.
///
///     config.json              what was asked for, the composition's defaults filled in
///     checkpoint.safetensors   the full state, from which a run goes on
///     generator.safetensors    the generator as it samples
///     best.safetensors         the best generator by a metric (--keep-best)
///     stats.jsonl              what the training measured, one JSON object a line
///     grids/                   samples from the same codes over time
///     samples.png, curves.png  pictures of the end
///     run.json                 the result, as printed
///     dashboard.json           every divergence of the samples at the end from real ones
///     density_ratio.png        the log of real over generated density, of points
/// Errors: FileError if the system will not make, read or write one of them.
class RunFolder {
 public:
  explicit RunFolder(std::string path) : path_(std::move(path)) {}

  const std::string& path() const { return path_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }
  std::string grid(std::uint64_t step) const;

  /// Whether there is anything of a run in it.
  bool holds_run() const;

  /// Makes the folder for a new run; with `overwrite` the files of an old one are removed.
  ///
  /// Errors: Error if it holds a run and is not to be overwritten.
  void create(bool overwrite) const;

  /// Errors: Error if there is no checkpoint to go on from; DataError for a damaged file.
  nlohmann::ordered_json config() const;

  /// Removes a file, if it is there.
  void remove(const std::string& name) const;

  void write(const std::string& name, const std::string& text) const;

 private:
  std::string path_;
};

/// The JSON value in a file that nobody vouches for.
///
/// Errors: FileError, DataError.
nlohmann::ordered_json read_json(const std::string& path);
