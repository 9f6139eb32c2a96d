// SPDX-License-Identifier: BSL-1.0
#include "run_folder.hpp"

#include <saddle/core/error.hpp>
#include <saddle/io/atomic_file.hpp>
#include <saddle/io/json.hpp>

#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <ios>
#include <system_error>

namespace fs = std::filesystem;

namespace {

constexpr const char* files[] = {"config.json",
                                 "checkpoint.safetensors",
                                 "generator.safetensors",
                                 "best.safetensors",
                                 "stats.jsonl",
                                 "samples.png",
                                 "samples.csv",
                                 "curves.png",
                                 "run.json",
                                 "dashboard.json",
                                 "density_ratio.png"};

/// What the standard library's file functions say, in saddle's words.
template <class Action>
void checked(const std::string& path, const char* name, Action action) {
  std::error_code error;
  action(error);
  if (error) throw saddle::FileError(path, name, error.message());
}

}  // namespace

std::string RunFolder::grid(std::uint64_t step) const {
  char name[40];
  std::snprintf(name, sizeof name, "grids/step-%08llu.png", static_cast<unsigned long long>(step));
  return file(name);
}

bool RunFolder::holds_run() const {
  for (const char* name : files) {
    if (fs::exists(file(name))) return true;
  }
  return false;
}

void RunFolder::create(bool overwrite) const {
  if (holds_run() && !overwrite) {
    throw saddle::Error("--out " + path_ +
                        " already holds a run: choose another folder, go on with it (--resume) or "
                        "replace it (--overwrite)");
  }
  checked(path_, "create", [&](std::error_code& error) {
    fs::create_directories(fs::path(path_) / "grids", error);
  });
  for (const char* name : files) remove(name);
  for (const auto& entry : fs::directory_iterator(fs::path(path_) / "grids")) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("step-") && name.ends_with(".png")) fs::remove(entry.path());
  }
}

void RunFolder::remove(const std::string& name) const {
  checked(file(name), "remove", [&](std::error_code& error) { fs::remove(file(name), error); });
}

nlohmann::ordered_json RunFolder::config() const {
  if (!fs::exists(file("checkpoint.safetensors"))) {
    throw saddle::Error("--resume: " + path_ + " holds no checkpoint.safetensors to go on from");
  }
  return read_json(file("config.json"));
}

nlohmann::ordered_json read_json(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw saddle::FileError(path, "open", "no such file, or no permission");
  std::string text(saddle::JsonLimits{}.bytes + 1, '\0');  // one more than the parser takes
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return saddle::parse_json(text, path);
}

void RunFolder::write(const std::string& name, const std::string& text) const {
  saddle::write_file(file(name), text.data(), text.size());
}
