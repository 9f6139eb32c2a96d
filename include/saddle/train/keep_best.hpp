// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/name.hpp>
#include <saddle/io/folder.hpp>
#include <saddle/train/checkpoint.hpp>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

namespace saddle::inline per_set {

/// Which values of a metric are the better ones.
enum class Better { lower, higher };

/// A callback of `fit` that keeps the generator with the best value of a metric so far:
///
///     KeepBest best{"run/best.safetensors", "coverage", Better::higher, 500, coverage};
///
/// `metric(gan)` is asked every `interval` steps and at the end; a value that is not a number is
/// never the best. The file says which metric, value and step it is from, and a run that goes on
/// goes on from them.
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

  template <class G>
  void begin(G& gan) {
    require_folder(folder_of(path_));
    if (gan.report().step == 0 || !std::filesystem::exists(path_)) return;
    const Safetensors file(path_);
    if (file.metadata("best metric") != name_) return;
    best_ = file.required_number<double>("best value");
    step_ = file.required_number<std::uint64_t>("best step");
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
    if (looked_ != gan.report().step) look(gan);
  }

  /// The best value so far, if there is one, and its step.
  std::optional<double> value() const { return best_; }
  std::uint64_t best_step() const { return step_; }

 private:
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
};

}  // namespace saddle::inline per_set
