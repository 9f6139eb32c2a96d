// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/io/file/folder.hpp>
#include <saddle/train/checkpoint.hpp>
#include <saddle/train/save_pytorch_model.hpp>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace saddle::inline per_set {

/// A callback of `fit` that keeps `checkpoint.safetensors` (the full state, with that of the other
/// callbacks) and the networks that the trainer names, such as `generator.safetensors`, in a
/// folder: every `interval` steps (0 = never) and at the end, after the other callbacks are done
/// with the step. A trainer that goes on from the folder's checkpoint finds the other callbacks'
/// state there. Before the first step it makes the folder and writes `model.py`, the generator's
/// network in PyTorch, where its layers are known there.
///
/// A save on the way that fails, because the disk is full for instance, is reported and the
/// training goes on: the older files are still there.
/// Errors: FileError before the first step if the folder takes no file, or if the last save fails;
///         ConfigError, before the first step, for notes that no file holds.
class Checkpoints {
 public:
  Checkpoints(std::string folder, std::uint64_t interval, Description notes = {},
              std::FILE* messages = stderr)
      : folder_(std::move(folder)),
        interval_(interval),
        notes_(std::move(notes)),
        messages_(messages) {}

  /// Finds out before there is something to lose whether the files could be written.
  template <class G>
  void begin(G& gan) {
    require_folder(folder_);
    checkpoint_writer(gan, notes_).check();
    for (const auto name : gan.networks()) network_writer(gan, name, notes_).check();
    write_model(gan);
  }

  /// What callbacks need to go on, if the folder's checkpoint is of this very moment of `gan`.
  template <class G>
  std::optional<RunState> saved(G& gan) const {
    const std::string path = checkpoint_in(folder_);
    if (gan.report().step == 0 || !std::filesystem::exists(path)) return {};
    const Safetensors file(path);
    for (const auto& [field, text] : gan.description()) {
      if (file.metadata(field) != text) return {};
    }
    for (const StateCounter& counter : gan.state().counters) {
      if (file.metadata("counter " + counter.name) != std::to_string(*counter.value)) return {};
    }
    RunState state = run_state_in(file);
    if (state.texts.empty()) return {};  // a checkpoint from before there was any in it
    return state;
  }

  /// After a step. `state()` asks the callbacks for what they need to go on.
  template <class G, class State>
  void save(G& gan, State&& state) {
    const std::uint64_t step = gan.report().step;
    if (interval_ == 0 || step % interval_ != 0) return;
    try {
      write(gan, state());
    } catch (const FileError& error) {
      if (messages_ == nullptr) return;
      std::fprintf(messages_, "\nstep %llu: no checkpoint was written, training goes on: %s\n",
                   static_cast<unsigned long long>(step), error.what());
    }
  }

  /// At the end.
  template <class G, class State>
  void save_last(G& gan, State&& state) {
    write(gan, state());
  }

  static std::string checkpoint_in(const std::string& folder) {
    return folder + "/checkpoint.safetensors";
  }
  static std::string network_in(const std::string& folder, std::string_view name) {
    return folder + "/" + std::string(name) + ".safetensors";
  }
  static std::string model_in(const std::string& folder) { return folder + "/model.py"; }

 private:
  template <class G>
  void write(G& gan, const RunState& state) const {
    // In this order a run killed in between never has a checkpoint without its networks beside it.
    for (const auto name : gan.networks()) {
      save_network(gan, name, network_in(folder_, name), notes_);
    }
    save_checkpoint(gan, checkpoint_in(folder_), notes_, state);
  }

  template <class G>
  void write_model(const G& gan) const {
    if constexpr (HasPyTorchModel<G>) {
      try {
        save_pytorch_model(gan, model_in(folder_));
      } catch (const ConfigError& error) {
        if (messages_ != nullptr) std::fprintf(messages_, "no model.py: %s\n", error.what());
      }
    }
  }

  std::string folder_;
  std::uint64_t interval_;
  Description notes_;
  std::FILE* messages_;
};

}  // namespace saddle::inline per_set
