// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/adversary/trained_critic.hpp>
#include <saddle/core/field.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/io/safetensors.hpp>
#include <saddle/nn/blocks.hpp>
#include <saddle/nn/state_dict.hpp>
#include <saddle/nn/training_state.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace saddle {

inline namespace per_set {

/// What the metadata of saddle's files say first.
inline constexpr std::string_view checkpoint_format = "saddle checkpoint 1";
inline constexpr std::string_view generator_format = "saddle generator 1";

}  // namespace per_set

namespace detail {

inline void write_notes(SafetensorsWriter& writer, const std::string& prefix,
                        const Description& description) {
  for (const auto& [field, text] : description) writer.metadata(prefix + field, text);
}

/// Where the tensors of one buffer are in a file, and the buffer.
template <class D>
struct StoredBuffer {
  using Scalar = typename D::Scalar;
  std::string prefix;
  const StateBuffer<D>* buffer;

  /// What stands before the names of a network's tensors.
  std::string level() const { return prefix.empty() ? "" : prefix + "."; }

  void add(SafetensorsWriter& writer) const {
    const Scalar* const numbers = buffer->values->data();
    if (!buffer->blocks.empty()) {
      add_blocks<Scalar>(writer, level(), buffer->blocks, numbers);
      return;
    }
    const std::size_t size = buffer->values->size();
    writer.add<Scalar>(prefix, {size}, [=](Scalar* out) { std::copy_n(numbers, size, out); });
  }

  /// The numbers in the file, all checked.
  std::vector<Scalar> read(const Safetensors& file, std::set<std::string>& names) const {
    std::vector<Scalar> numbers(buffer->values->size());
    const Block row{Path{} / prefix, Block::Kind::bias, 0, 1, numbers.size(), {}};
    const bool plain = buffer->blocks.empty();
    const std::span<const Block> blocks = plain ? std::span(&row, 1) : buffer->blocks;
    const std::string before = plain ? "" : level();
    check_blocks<Scalar>(file, before, blocks);
    read_blocks<Scalar>(file, before, blocks, numbers.data());
    for (const Block& block : blocks) {
      const std::string name = stored_name(before, block);
      names.insert(name);
      if (block.kind == Block::Kind::statistic) {  // PyTorch counts the batches beside them
        names.insert(name.substr(0, name.rfind('.') + 1) + "num_batches_tracked");
      }
      for (std::size_t i = 0; i < block.size(); ++i) {
        if (std::isfinite(numbers[block.offset + i])) continue;
        throw DataError(file.path(), "tensor " + shown(name), "finite numbers",
                        std::to_string(numbers[block.offset + i]));
      }
    }
    return numbers;
  }
};

/// What becomes of the tensors of a file that are none of the buffers'.
enum class Others { refused, passed_over };

/// Reads all buffers, then writes them where the state has its own: all or nothing.
template <class D>
void read_buffers(const Safetensors& file, const std::vector<StoredBuffer<D>>& stored,
                  Others others = Others::refused) {
  std::vector<std::vector<typename D::Scalar>> numbers;
  std::set<std::string> names;
  for (const StoredBuffer<D>& one : stored) numbers.push_back(one.read(file, names));
  for (const StoredTensor& tensor : file.tensors()) {
    if (others == Others::passed_over || names.contains(tensor.name)) continue;
    throw DataError(file.path(), "tensor " + shown(tensor.name), "only the tensors of this state",
                    "another one");
  }
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    std::copy(numbers[i].begin(), numbers[i].end(), stored[i].buffer->values->data());
  }
}

/// Every buffer under its own name.
template <class D>
std::vector<StoredBuffer<D>> all_buffers(const TrainingState<D>& state) {
  std::vector<StoredBuffer<D>> stored;
  for (const StateBuffer<D>& buffer : state.buffers) stored.push_back({buffer.name, &buffer});
  return stored;
}

}  // namespace detail

inline namespace per_set {

/// Writes all that a trainer needs to go on where it stopped: networks, moments, averages,
/// statistics, counters, its configuration, and what it is.
///
/// `notes` are fields of the caller's own, such as the name of the data. The file holds nothing
/// else: no path, date, duration or number of threads, so equal states make equal files.
/// Errors: FileError if the system will not write; an older file is then still there.
template <class G>
void save_checkpoint(G& gan, const std::string& path, const Description& notes = {}) {
  SafetensorsWriter writer;
  writer.metadata("format", std::string(checkpoint_format));
  detail::write_notes(writer, "", gan.description());
  detail::write_notes(writer, "", notes);
  detail::write_notes(writer, "config ", gan.configuration());
  const auto state = gan.state();
  for (const StateCounter& counter : state.counters) {
    writer.metadata("counter " + counter.name, std::to_string(*counter.value));
  }
  for (const auto& stored : detail::all_buffers(state)) stored.add(writer);
  writer.write(path);
}

/// Sets the state of a trainer to that of the file, which one of the same composition wrote.
///
/// Errors: DataError with the first field in which file and trainer differ; the trainer is then as
///         it was. FileError if the system will not read.
template <class G>
void load_checkpoint(G& gan, const std::string& path) {
  const Safetensors file(path);
  file.require("format", checkpoint_format);
  for (const auto& [field, text] : gan.description()) file.require(field, text);
  const auto state = gan.state();
  const std::uint64_t steps = file.required_number<std::uint64_t>("config steps");
  std::vector<std::uint64_t> counts;
  for (const StateCounter& counter : state.counters) {
    counts.push_back(file.required_number<std::uint64_t>("counter " + counter.name));
  }
  detail::read_buffers(file, detail::all_buffers(state));
  for (std::size_t i = 0; i < counts.size(); ++i) *state.counters[i].value = counts[i];
  gan.plan(steps);
}

/// Sets every number of a config to what it was when the checkpoint was written.
///
/// Errors: DataError for a file that is no checkpoint or lacks a field, ConfigError for a field
///         that is no number.
template <Described Config>
void load_config(Config& config, const std::string& path) {
  const Safetensors file(path);
  file.require("format", checkpoint_format);
  for (const Field& field : fields(config)) field.set(file.required("config " + field.path()));
}

/// A trainer that goes on where the one that wrote the checkpoint stopped.
///
/// Errors: as `load_config` and `load_checkpoint`.
template <class G>
G resume(const std::string& path) {
  typename G::Config config;
  load_config(config, path);
  G gan(config);
  load_checkpoint(gan, path);
  return gan;
}

/// Writes the generator alone, as it samples: with the moving average of its parameters where
/// there is one. The tensors have PyTorch's names and shapes, so that `load_state_dict` takes them.
/// The metadata say how the codes of `sample` are drawn: latent, seed, and their numbering.
///
/// Errors: FileError if the system will not write; an older file is then still there.
template <class G>
void save_generator(G& gan, const std::string& path, const Description& notes = {}) {
  SafetensorsWriter writer;
  writer.metadata("format", std::string(generator_format));
  for (const auto& [field, text] : gan.description()) {
    if (field.starts_with("generator ")) writer.metadata(field, text);
  }
  if constexpr (requires { gan.code_description(); }) {
    for (const auto& [field, text] : gan.code_description()) {
      const bool noted = std::ranges::count(notes, field, &Description::value_type::first) > 0;
      if (!noted) writer.metadata(field, text);
    }
  }
  detail::write_notes(writer, "", notes);
  const auto state = gan.state();
  const auto has = [&](const std::string& name) {
    return std::any_of(state.buffers.begin(), state.buffers.end(),
                       [&](const auto& buffer) { return buffer.name == name; });
  };
  const Content best = has("generator.average") ? Content::average : Content::parameters;
  for (const auto& buffer : state.buffers) {
    const bool own = buffer.name == "generator" || buffer.name == "generator.average";
    if (own && (buffer.content == best || buffer.content == Content::statistics)) {
      detail::StoredBuffer<typename decltype(state)::Device>{"", &buffer}.add(writer);
    }
  }
  writer.write(path);
}

/// Sets the generator of a trainer or of a `Model` to that of the file, which PyTorch may have
/// written too. A moving average begins again at these parameters.
///
/// Errors: DataError with the first tensor that is missing, too many or of another shape; the
///         generator is then as it was.
template <class G>
void load_generator(G& gan, const std::string& path) {
  const auto state = gan.state();
  std::vector<detail::StoredBuffer<typename decltype(state)::Device>> stored;
  for (const auto& buffer : state.buffers) {
    if (buffer.name == "generator" || buffer.name == "generator.average") {
      stored.push_back({"", &buffer});
    }
  }
  detail::read_buffers(Safetensors(path), stored);
}

/// Sets a critic to that of a checkpoint, as it says its scores and features; its moments, if it
/// has any, stay as they are. Only a reparametrising constraint must be that of the run.
///
/// Errors: DataError with the first field or tensor in which file and critic differ; the critic is
///         then as it was.
template <class Constraint, NetworkType Critic, Optimizer Opt, class D>
void load_critic(TrainedCritic<Constraint, Critic, Opt, D>& critic, const std::string& path) {
  const Safetensors file(path);
  file.require("format", checkpoint_format);
  Description network;
  describe_network<Critic>("critic", network);
  for (const auto& [field, text] : network) file.require(field, text);
  TrainingState<D> state;
  critic.list_state(state);
  if (!Constraint::reparametrises && file.find("critic.spectral") != nullptr) {
    throw DataError(path, "constraint", "one that leaves the parameters as they are",
                    shown(file.required("constraint")));
  }
  std::vector<detail::StoredBuffer<D>> stored;
  for (const auto& buffer : state.buffers) {
    const bool seen = buffer.content == Content::parameters ||
                      buffer.content == Content::statistics || buffer.content == Content::vectors;
    if (seen) stored.push_back({buffer.name, &buffer});
  }
  detail::read_buffers(file, stored, detail::Others::passed_over);
}

}  // namespace per_set

}  // namespace saddle
