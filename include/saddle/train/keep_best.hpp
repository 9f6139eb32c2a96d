// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/text/name.hpp>
#include <saddle/io/file/atomic_file.hpp>
#include <saddle/io/file/folder.hpp>
#include <saddle/io/file/random_access_file.hpp>
#include <saddle/train/checkpoint.hpp>
#include <saddle/train/run_state.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace saddle::inline per_set {

/// Which values of a metric are the better ones.
enum class Better { lower, higher };

/// A callback of `fit` that keeps the generator with the best value of a metric so far:
///
///     KeepBest best{"run/best.safetensors", "coverage", Better::higher, 500, coverage};
///
/// `metric(gan)` is asked every `interval` steps and at the planned end; a value that is not a
/// number is never the best. The file says which metric, value and step it is from. A run that goes
/// on from a checkpoint goes on from the best of that step, the file of a later one is undone; one
/// without such a checkpoint goes on from the file.
/// Errors: FileError before the first step if the folder takes no file, or if the last file cannot
///         be written; in between, it is reported.
template <class Metric>
class KeepBest {
 public:
  KeepBest(std::string path, std::string name, Better better, std::uint64_t interval, Metric metric,
           Description notes = {}, std::FILE* messages = stderr)
      : path_(std::move(path)),
        name_(std::move(name)),
        better_(better),
        interval_(interval),
        metric_(std::move(metric)),
        notes_(std::move(notes)),
        messages_(messages) {}

  void keep(RunState& state) const {
    state.bytes[state_name()] = file_;
    if (!best_) return;
    state.put(state_name() + " value", *best_);
    state.put(state_name() + " step", step_);
  }

  void recall(const RunState& state) {
    const auto file = state.bytes.find(state_name());
    if (file == state.bytes.end()) return;
    recalled_ = true;
    file_ = file->second;
    best_ = state.number<double>(state_name() + " value");
    step_ = state.number<std::uint64_t>(state_name() + " step").value_or(0);
  }

  /// Errors: FileError, DataError for a file that is none of this callback's.
  template <class G>
  void begin(G& gan) {
    require_folder(folder_of(path_));
    if (recalled_) return recall_file();
    if (gan.report().step == 0 || !std::filesystem::exists(path_)) return;
    const Safetensors file(path_);
    if (file.metadata("best metric") != name_) return;
    const auto step = file.required_number<std::uint64_t>("best step");
    if (step > gan.report().step) return;
    best_ = file.required_number<double>("best value");
    step_ = step;
    file_ = bytes_of(path_);
  }

  template <class G>
  void step(G& gan) {
    if (interval_ == 0 || gan.report().step % interval_ != 0) return;
    try {
      look(gan);
    } catch (const FileError& error) {
      if (messages_ == nullptr) return;
      std::fprintf(messages_, "\n%s; training goes on\n", error.what());
    }
  }

  template <class G>
  void end(G& gan) {
    if (gan.report().step >= gan.steps() && looked_ != gan.report().step) look(gan);
  }

  /// The best value so far, if there is one, and its step.
  std::optional<double> value() const { return best_; }
  std::uint64_t best_step() const { return step_; }

 private:
  std::string state_name() const { return "best " + name_; }

  static std::vector<std::uint8_t> bytes_of(const std::string& path) {
    const RandomAccessFile file(path);
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(file.size()));
    file.read(0, bytes.data(), bytes.size());
    return bytes;
  }

  /// Brings the file back to what it was at the step of the checkpoint.
  void recall_file() const {
    const bool there = std::filesystem::exists(path_);
    if (!best_) {
      if (there) std::filesystem::remove(path_);
    } else if (!there || bytes_of(path_) != file_) {
      write_file(path_, file_.data(), file_.size());
    }
  }

  template <class G>
  void look(G& gan) {
    looked_ = gan.report().step;
    const double value = metric_(gan);
    if (std::isnan(value)) return;
    if (best_ && !(better_ == Better::lower ? value < *best_ : value > *best_)) return;
    Description notes = notes_;
    notes.emplace_back("best metric", name_);
    notes.emplace_back("best value", shortest_text(value));
    notes.emplace_back("best step", std::to_string(*looked_));
    save_generator(gan, path_, notes);
    file_ = bytes_of(path_);
    best_ = value;
    step_ = *looked_;
  }

  std::string path_, name_;
  Better better_;
  std::uint64_t interval_;
  Metric metric_;
  Description notes_;
  std::FILE* messages_;
  std::optional<double> best_;
  std::uint64_t step_ = 0;
  std::optional<std::uint64_t> looked_;
  std::vector<std::uint8_t> file_;  // what stands in the file of the best, for checkpoints
  bool recalled_ = false;
};

}  // namespace saddle::inline per_set
