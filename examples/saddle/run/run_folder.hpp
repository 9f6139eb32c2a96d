// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/io/file/folder_lock.hpp>

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

/// The files of one run.
///
///     config.json              what was asked for, the composition's defaults filled in
///     checkpoint.safetensors   the full state, from which a run goes on
///     generator.safetensors    the generator as it samples
///     encoder.safetensors      of a formulation that has one; IcGAN has a code and a label encoder
///     there.safetensors, back.safetensors    instead of it, the ways of a translation
///     first.safetensors, second.safetensors  or the flows of its domains
///     flow.safetensors         or that of a flow
///     model.py                 its network in PyTorch: loads it and samples
///     best.safetensors         the best generator by a metric (--keep-best)
///     stats.jsonl              what the training measured, one JSON object a line
///     grids/                   samples from the same codes over time
///     samples.png, curves.png  pictures of the end
///     reconstructions.png      images beside what comes back from their codes
///     codes.png                codes of the data in the plane, by label
///     confusion.json           how often samples are of the class that was asked for
///     run.json                 the result, as printed
///     dashboard.json           every divergence of the samples at the end from real ones
///     density_ratio.png        the log of real over generated density, of points
///     .lock                    who is at work here, as long as somebody is
///
/// Errors: FileError if the system will not make, read or write one of them.
class RunFolder {
 public:
  explicit RunFolder(std::string path) : path_(std::move(path)) {}

  const std::string& path() const { return path_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }
  std::string grid(std::uint64_t step) const;

  /// Makes the folder, takes it for this process alone, and removes what an earlier one was writing
  /// when it died.
  ///
  /// Errors: Error with the process that has it.
  void take();

  /// Whether there is anything of a run in it.
  bool holds_run() const;

  /// Whether it holds a state to go on from; a run that died before it kept one has none.
  bool holds_checkpoint() const;

  /// What was asked for, of a run that can go on.
  ///
  /// Errors: Error if there is none, FileError for a file that leads elsewhere, DataError for a
  ///         damaged one.
  nlohmann::ordered_json config() const;

  /// Removes the files of a run; `config.json` is kept where the same run begins again.
  void clear(bool keep_config) const;

  /// Removes the pictures of later steps: a run that goes on makes them again.
  void drop_grids_after(std::uint64_t step) const;

  /// Removes a file, if it is there.
  void remove(const std::string& name) const;

  void write(const std::string& name, const std::string& text) const;

 private:
  std::string path_;
  std::optional<saddle::FolderLock> lock_;
};
