// SPDX-License-Identifier: BSL-1.0
#include "run/run_folder.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/text/decimal.hpp>
#include <saddle/report/json_file.hpp>
#include <saddle/train/checkpoints.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iterator>
#include <string_view>
#include <system_error>
#include <vector>

namespace fs = std::filesystem;

namespace {

// In the order in which they are removed: what is left when that is cut short has no checkpoint.
constexpr const char* files[] = {"checkpoint.safetensors",
                                 "config.json",
                                 "generator.safetensors",
                                 "encoder.safetensors",
                                 "code encoder.safetensors",
                                 "label encoder.safetensors",
                                 "there.safetensors",
                                 "back.safetensors",
                                 "first.safetensors",
                                 "second.safetensors",
                                 "flow.safetensors",
                                 "model.py",
                                 "best.safetensors",
                                 "stats.jsonl",
                                 "samples.png",
                                 "samples.csv",
                                 "reconstructions.png",
                                 "codes.png",
                                 "confusion.json",
                                 "curves.png",
                                 "run.json",
                                 "dashboard.json",
                                 "density_ratio.png"};

bool is_of_run(std::string_view name) {
  return std::find(std::begin(files), std::end(files), name) != std::end(files);
}

/// The step of a picture in grids/; nothing for another file.
std::optional<std::uint64_t> step_of_grid(std::string_view name) {
  constexpr std::string_view begin = "step-", end = ".png";
  if (!name.starts_with(begin) || !name.ends_with(end)) return {};
  name.remove_prefix(begin.size());
  name.remove_suffix(end.size());
  return saddle::number_in<std::uint64_t>(name);
}

/// What the standard library's file functions say, in saddle's words.
template <class Action>
void checked(const std::string& path, const char* name, Action action) {
  std::error_code error;
  action(error);
  if (error) throw saddle::FileError(path, name, error.message());
}

/// What is under that name itself, not where a link leads.
fs::file_type type_of(const std::string& path) {
  std::error_code unknown;
  return fs::symlink_status(path, unknown).type();
}

}  // namespace

std::string RunFolder::grid(std::uint64_t step) const {
  char name[40];
  std::snprintf(name, sizeof name, "grids/step-%08llu.png", static_cast<unsigned long long>(step));
  return file(name);
}

void RunFolder::take() {
  const std::string grids = file("grids");
  const fs::file_type type = type_of(grids);
  const bool there = type != fs::file_type::not_found && type != fs::file_type::none;
  if (there && type != fs::file_type::directory) {
    throw saddle::FileError(
        grids, "use", type == fs::file_type::symlink ? "it is a symbolic link" : "it is no folder");
  }
  checked(path_, "create", [&](std::error_code& error) { fs::create_directories(grids, error); });
  lock_.emplace(path_);
  saddle::remove_temporaries(path_, is_of_run);
  saddle::remove_temporaries(grids,
                             [](std::string_view name) { return step_of_grid(name).has_value(); });
}

bool RunFolder::holds_run() const {
  return std::any_of(std::begin(files), std::end(files), [&](const char* name) {
    return type_of(file(name)) != fs::file_type::not_found;
  });
}

bool RunFolder::holds_checkpoint() const {
  return fs::exists(saddle::Checkpoints::checkpoint_in(path_));
}

nlohmann::ordered_json RunFolder::config() const {
  // A run that ended leaves run.json: its checkpoint is missing for another reason than a kill.
  const bool dead_before = fs::exists(file("config.json")) && !fs::exists(file("run.json"));
  if (!holds_checkpoint() && !dead_before) {
    throw saddle::Error("--resume: " + path_ + " holds no checkpoint.safetensors to go on from");
  }
  for (const char* name : files) {
    const fs::file_type type = type_of(file(name));
    if (type == fs::file_type::regular || type == fs::file_type::not_found) continue;
    throw saddle::FileError(
        file(name), "go on with",
        type == fs::file_type::symlink ? "it is a symbolic link" : "it is no regular file");
  }
  return saddle::read_json_file(file("config.json"));
}

void RunFolder::clear(bool keep_config) const {
  for (const char* name : files) {
    if (!keep_config || name != std::string_view("config.json")) remove(name);
  }
  drop_grids_after(0);
}

void RunFolder::drop_grids_after(std::uint64_t step) const {
  std::vector<std::string> later;
  checked(file("grids"), "read", [&](std::error_code& error) {
    for (const auto& entry : fs::directory_iterator(file("grids"), error)) {
      const std::string name = entry.path().filename().string();
      if (step_of_grid(name).value_or(0) > step) later.push_back("grids/" + name);
    }
  });
  for (const std::string& name : later) remove(name);
}

void RunFolder::remove(const std::string& name) const {
  checked(file(name), "remove", [&](std::error_code& error) { fs::remove(file(name), error); });
}

void RunFolder::write(const std::string& name, const std::string& text) const {
  saddle::write_text(file(name), text);
}
