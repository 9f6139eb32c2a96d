// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/io/folder.hpp>
#include <saddle/train/checkpoint.hpp>

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>

namespace saddle::inline per_set {

/// A callback of `fit` that keeps `checkpoint.safetensors` (the full state) and
/// `generator.safetensors` in a folder: every `interval` steps (0 = never) and at the end. The
/// folder is made before the first step.
///
/// A save on the way that fails, because the disk is full for instance, is reported and the
/// training goes on: the older files are still there.
/// Errors: FileError before the first step if the folder takes no file, or if the last save fails.
class Checkpoints {
 public:
  Checkpoints(std::string folder, std::uint64_t interval, Description notes = {},
              std::FILE* messages = stderr)
      : folder_(std::move(folder)),
        interval_(interval),
        notes_(std::move(notes)),
        messages_(messages) {}

  template <class G>
  void begin(G&) {
    require_folder(folder_);
  }

  template <class G>
  void step(G& gan) {
    const std::uint64_t step = gan.report().step;
    if (interval_ == 0 || step % interval_ != 0) return;
    try {
      save(gan);
    } catch (const FileError& error) {
      if (messages_ == nullptr) return;
      std::fprintf(messages_, "\nstep %llu: no checkpoint was written, training goes on: %s\n",
                   static_cast<unsigned long long>(step), error.what());
    }
  }

  template <class G>
  void end(G& gan) {
    if (saved_ != gan.report().step) save(gan);
  }

  static std::string checkpoint_in(const std::string& folder) {
    return folder + "/checkpoint.safetensors";
  }
  static std::string generator_in(const std::string& folder) {
    return folder + "/generator.safetensors";
  }

 private:
  template <class G>
  void save(G& gan) {
    // In this order a run killed in between never has a checkpoint without a generator beside it.
    save_generator(gan, generator_in(folder_), notes_);
    save_checkpoint(gan, checkpoint_in(folder_), notes_);
    saved_ = gan.report().step;
  }

  std::string folder_;
  std::uint64_t interval_;
  Description notes_;
  std::FILE* messages_;
  std::optional<std::uint64_t> saved_;
};

}  // namespace saddle::inline per_set
