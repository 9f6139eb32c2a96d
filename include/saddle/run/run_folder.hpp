// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/text/decimal.hpp>
#include <saddle/io/file/folder.hpp>
#include <saddle/io/file/folder_lock.hpp>
#include <saddle/io/json_file.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace saddle::inline per_set {

/// What the files of a run are called.
namespace run_file {
inline constexpr const char* config = "config.json";
inline constexpr const char* checkpoint = "checkpoint.safetensors";
inline constexpr const char* generator = "generator.safetensors";
inline constexpr const char* encoder = "encoder.safetensors";
inline constexpr const char* code_encoder = "code encoder.safetensors";
inline constexpr const char* label_encoder = "label encoder.safetensors";
inline constexpr const char* there = "there.safetensors";
inline constexpr const char* back = "back.safetensors";
inline constexpr const char* first = "first.safetensors";
inline constexpr const char* second = "second.safetensors";
inline constexpr const char* flow = "flow.safetensors";
inline constexpr const char* model = "model.py";
inline constexpr const char* best = "best.safetensors";
inline constexpr const char* stats = "stats.jsonl";
inline constexpr const char* samples = "samples.png";
inline constexpr const char* reconstructions = "reconstructions.png";
inline constexpr const char* codes = "codes.png";
inline constexpr const char* confusion = "confusion.json";
inline constexpr const char* curves = "curves.png";
inline constexpr const char* result = "run.json";
inline constexpr const char* dashboard = "dashboard.json";
inline constexpr const char* density_ratio = "density_ratio.png";
inline constexpr const char* grids = "grids";  // a folder
}  // namespace run_file

/// The folder of one run, as `saddle train`, a sweep and a report have it.
///
///     config.json              what was asked for, see `RunConfig`
///     checkpoint.safetensors   the full state, from which a run goes on
///     generator.safetensors    the generator as it samples
///     encoder.safetensors      of a formulation that has one; IcGAN has a code and a label encoder
///     there, back.safetensors  instead of it, the ways of a translation
///     first, second.safetensors  or the flows of its domains
///     flow.safetensors         or that of a flow
///     model.py                 its network in PyTorch: loads it and samples
///     best.safetensors         the best generator by a metric
///     stats.jsonl              what the training measured, one JSON object a line
///     grids/                   samples from the same codes over time
///     samples.png, curves.png  pictures of the end
///     reconstructions.png      images beside what comes back from their codes
///     codes.png                codes of the data in the plane, by label
///     confusion.json           how often samples are of the class that was asked for
///     run.json                 what came of it, see `RunResult`
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

  /// Whether there is a file of that name, or a link that leads to one.
  bool has(const std::string& name) const {
    std::error_code unknown;
    return std::filesystem::exists(file(name), unknown);
  }

  /// The picture of a step.
  std::string grid(std::uint64_t step) const { return file(grid_name(step)); }

  /// The steps of which there are pictures, in order.
  std::vector<std::uint64_t> grid_steps() const {
    std::vector<std::uint64_t> steps;
    if (!has(run_file::grids)) return steps;
    checked(run_file::grids, "read", [&](std::error_code& error) {
      for (const auto& entry : std::filesystem::directory_iterator(file(run_file::grids), error)) {
        if (const auto step = step_of_grid(entry.path().filename().string())) {
          steps.push_back(*step);
        }
      }
    });
    std::sort(steps.begin(), steps.end());
    return steps;
  }

  /// Makes the folder, takes it for this process alone, and removes what an earlier one was writing
  /// when it died.
  ///
  /// Errors: Error with the process that has it.
  void take() {
    const std::filesystem::file_type type = type_of(run_file::grids);
    const bool there = exists(type) && type != std::filesystem::file_type::none;
    if (there && type != std::filesystem::file_type::directory) {
      throw FileError(file(run_file::grids), "use",
                      type == std::filesystem::file_type::symlink ? "it is a symbolic link"
                                                                  : "it is no folder");
    }
    make_folder(path_);
    lock_.emplace(path_);
    remove_temporaries(path_, is_of_run);
    if (!there) return;
    remove_temporaries(file(run_file::grids),
                       [](std::string_view name) { return step_of_grid(name).has_value(); });
  }

  /// Whether there is anything of a run in it.
  bool holds_run() const {
    return std::any_of(std::begin(files), std::end(files),
                       [&](const char* name) { return exists(type_of(name)); });
  }

  /// Whether a path leads to something that a run in this folder replaces.
  bool replaces(const std::string& path) const {
    const auto same = [&](const char* name) {
      std::error_code absent;
      return std::filesystem::equivalent(file(name), path, absent);
    };
    return std::any_of(std::begin(files), std::end(files), same) || same(run_file::grids);
  }

  /// Whether it holds a state to go on from; a run that died before it kept one has none.
  bool holds_checkpoint() const { return has(run_file::checkpoint); }

  /// What was asked for, of a run that can go on.
  ///
  /// Errors: Error if there is none, FileError for a file that leads elsewhere, DataError for a
  ///         damaged one.
  Json config() const {
    // A run that ended leaves run.json: its checkpoint is missing for another reason than a kill.
    const bool dead_before = has(run_file::config) && !has(run_file::result);
    if (!holds_checkpoint() && !dead_before) {
      throw Error(std::string("--resume: ") + path_ + " holds no " + run_file::checkpoint +
                  " to go on from");
    }
    for (const char* name : files) {
      const std::filesystem::file_type type = type_of(name);
      if (type == std::filesystem::file_type::regular || !exists(type)) continue;
      throw FileError(file(name), "go on with",
                      type == std::filesystem::file_type::symlink ? "it is a symbolic link"
                                                                  : "it is no regular file");
    }
    return json(run_file::config);
  }

  /// Removes the files of a run; `config.json` is kept where the same run begins again.
  void clear(bool keep_config) const {
    for (const char* name : files) {
      if (!keep_config || name != std::string_view(run_file::config)) remove(name);
    }
    drop_grids_after(0);
  }

  /// Removes the pictures of later steps: a run that goes on makes them again.
  void drop_grids_after(std::uint64_t step) const {
    for (const std::uint64_t later : grid_steps()) {
      if (later > step) remove(grid_name(later));
    }
  }

  /// Removes a file, if it is there.
  void remove(const std::string& name) const {
    checked(name, "remove",
            [&](std::error_code& error) { std::filesystem::remove(file(name), error); });
  }

  void write(const std::string& name, const std::string& text) const {
    write_text(file(name), text);
  }

  /// A JSON file of the run's.
  ///
  /// Errors: FileError, DataError.
  Json json(const std::string& name) const { return read_json_file(file(name)); }

 private:
  // In the order in which they are removed: what is left when that is cut short has no checkpoint.
  static constexpr const char* files[] = {run_file::checkpoint,   run_file::config,
                                          run_file::generator,    run_file::encoder,
                                          run_file::code_encoder, run_file::label_encoder,
                                          run_file::there,        run_file::back,
                                          run_file::first,        run_file::second,
                                          run_file::flow,         run_file::model,
                                          run_file::best,         run_file::stats,
                                          run_file::samples,      run_file::reconstructions,
                                          run_file::codes,        run_file::confusion,
                                          run_file::curves,       run_file::result,
                                          run_file::dashboard,    run_file::density_ratio};

  static bool is_of_run(std::string_view name) {
    return std::find(std::begin(files), std::end(files), name) != std::end(files);
  }

  static std::string grid_name(std::uint64_t step) {
    char name[40];
    std::snprintf(name, sizeof name, "/step-%08llu.png", static_cast<unsigned long long>(step));
    return std::string(run_file::grids) + name;
  }

  /// The step of a picture in grids/; nothing for another file.
  static std::optional<std::uint64_t> step_of_grid(std::string_view name) {
    const std::string_view digits = name.substr(0, name.find('.'));
    const auto step =
        number_in<std::uint64_t>(digits.substr(std::min(digits.find('-') + 1, digits.size())));
    if (!step || grid_name(*step) != std::string(run_file::grids) + "/" + std::string(name))
      return {};
    return step;
  }

  /// What is under that name itself, not where a link leads.
  std::filesystem::file_type type_of(const char* name) const {
    std::error_code unknown;
    return std::filesystem::symlink_status(file(name), unknown).type();
  }
  static bool exists(std::filesystem::file_type type) {
    return type != std::filesystem::file_type::not_found;
  }

  /// What the standard library's file functions say, in saddle's words.
  template <class Action>
  void checked(const std::string& name, const char* what, Action action) const {
    std::error_code error;
    action(error);
    if (error) throw FileError(file(name), what, error.message());
  }

  std::string path_;
  std::optional<FolderLock> lock_;
};

}  // namespace saddle::inline per_set
