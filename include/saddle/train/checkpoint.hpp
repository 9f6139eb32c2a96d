// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/adversary/trained_critic.hpp>
#include <saddle/core/config.hpp>
#include <saddle/core/describe/field.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/io/safetensors.hpp>
#include <saddle/learner/file_format.hpp>
#include <saddle/learner/state_dict.hpp>
#include <saddle/learner/training_state.hpp>
#include <saddle/train/run_state.hpp>
#include <saddle/train/stored_buffer.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace saddle {

inline namespace per_set {

/// What the metadata of saddle's files say first is `format_text` of this, or of a network's name.
inline constexpr std::string_view checkpoint_kind = "checkpoint";

}  // namespace per_set

namespace detail {

inline void write_notes(SafetensorsWriter& writer, const std::string& prefix,
                        const Description& description) {
  for (const auto& [field, text] : description) writer.metadata(prefix + field, text);
}

/// What becomes of the tensors of a file that are none of the buffers'.
enum class Others { refused, passed_over };

/// What stands before the names of what callbacks put into a checkpoint.
inline constexpr std::string_view text_of_run = "run ", tensor_of_run = "run.";

inline void add_run_state(SafetensorsWriter& writer, const RunState& run) {
  for (const auto& [name, text] : run.texts) writer.metadata(std::string(text_of_run) + name, text);
  const auto add = [&]<class T>(const std::string& name, const std::vector<T>& values) {
    writer.add<T>(std::string(tensor_of_run) + name, {values.size()},
                  [&values](T* out) { std::copy(values.begin(), values.end(), out); });
  };
  for (const auto& [name, values] : run.numbers) add(name, values);
  for (const auto& [name, values] : run.bytes) add(name, values);
}

/// Reads all buffers, then writes them where the state has its own: all or nothing.
template <class D>
void read_buffers(const Safetensors& file, const std::vector<StoredBuffer<D>>& stored,
                  Others others = Others::refused) {
  std::vector<std::vector<typename D::Scalar>> numbers;
  std::set<std::string> names;
  for (const StoredBuffer<D>& one : stored) numbers.push_back(one.read(file, names));
  for (const StoredTensor& tensor : file.tensors()) {
    if (others == Others::passed_over || names.contains(tensor.name)) continue;
    if (tensor.name.starts_with(tensor_of_run)) continue;
    throw DataError(file.path(), std::string("tensor ") + shown(tensor.name),
                    "only the tensors of this state", "another one");
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

/// The parameters, statistics and moving average of the network of that name.
template <class D>
std::vector<const StateBuffer<D>*> buffers_of(const TrainingState<D>& state,
                                              const std::string& name) {
  std::vector<const StateBuffer<D>*> found;
  for (const StateBuffer<D>& buffer : state.buffers) {
    if (buffer.name == name || buffer.name == name + ".average") found.push_back(&buffer);
  }
  return found;
}

}  // namespace detail

inline namespace per_set {

/// What `save_checkpoint` writes, but for the state of the callbacks.
template <class G>
SafetensorsWriter checkpoint_writer(G& gan, const Description& notes) {
  SafetensorsWriter writer;
  writer.metadata("format", format_text(checkpoint_kind));
  writer.metadata("made by", made_by());
  detail::write_notes(writer, "", gan.description());
  detail::write_notes(writer, "", notes);
  detail::write_notes(writer, "config ", gan.configuration());
  const auto state = gan.state();
  for (const StateCounter& counter : state.counters) {
    writer.metadata("counter " + counter.name, std::to_string(*counter.value));
  }
  for (const auto& stored : detail::all_buffers(state)) stored.add(writer);
  return writer;
}

/// Writes all that a trainer needs to go on where it stopped: networks, moments, averages,
/// statistics, counters, its configuration, and what it is.
///
/// `notes` are fields of the caller's own, such as the name of the data, `run` is the state of the
/// callbacks of `fit`. The file says what program made it, on which its bits depend, and holds
/// nothing else: no path, date, duration or number of threads, so equal states make equal files.
/// Errors: FileError if the system will not write, NumericError for a number that is not finite; an
///         older file is then still there. ConfigError for notes that no file holds.
template <class G>
void save_checkpoint(G& gan, const std::string& path, const Description& notes = {},
                     const RunState& run = {}) {
  SafetensorsWriter writer = checkpoint_writer(gan, notes);
  detail::add_run_state(writer, run);
  writer.write(path);
}

/// The state of the callbacks in a checkpoint.
///
/// Errors: DataError for a file that is no checkpoint.
inline RunState run_state_in(const Safetensors& file) {
  require_kind(file, checkpoint_kind);
  RunState run;
  for (const auto& [name, text] : file.metadata()) {
    if (name.starts_with(detail::text_of_run)) {
      run.texts[name.substr(detail::text_of_run.size())] = text;
    }
  }
  for (const StoredTensor& tensor : file.tensors()) {
    if (!tensor.name.starts_with(detail::tensor_of_run)) continue;
    const std::string name = tensor.name.substr(detail::tensor_of_run.size());
    if (tensor.dtype == stored_type<double>) run.numbers[name] = file.read<double>(tensor);
    else run.bytes[name] = file.read<std::uint8_t>(tensor);
  }
  return run;
}

/// A sentence for whoever goes on with a file of another program: another instruction set, compiler
/// or version. Nothing where it is the same, or where the file does not say.
inline std::optional<std::string> resume_advice(const Safetensors& file) {
  const auto made = file.metadata("made by");
  if (!made || *made == made_by()) return std::nullopt;
  return file.path() + ": made by " + shown(*made) + ", and this is " + shown(made_by()) +
         ": the run goes on, but its bits will differ from those of one that was never stopped";
}

/// Sets the state of a trainer to that of the file, which one of the same composition wrote.
///
/// Errors: DataError with the first field in which file and trainer differ; the trainer is then as
///         it was. FileError if the system will not read.
template <class G>
void load_checkpoint(G& gan, const std::string& path) {
  const Safetensors file(path);
  require_kind(file, checkpoint_kind);
  for (const auto& [field, text] : gan.description()) file.require(field, text);
  const auto state = gan.state();
  const std::uint64_t steps = file.required_number<std::uint64_t>("config steps");
  std::vector<std::uint64_t> counts;
  for (const StateCounter& counter : state.counters) {
    counts.push_back(file.required_number<std::uint64_t>("counter " + counter.name));
  }
  detail::read_buffers(file, detail::all_buffers(state));
  for (std::size_t i = 0; i < counts.size(); ++i) *state.counters[i].value = counts[i];
  state.drop_gradients();
  gan.plan(steps);
}

/// Sets every number of a config to what it was when the checkpoint was written.
///
/// A number that is younger than the checkpoint is what it then would have been.
///
/// Errors: DataError for a file that is no checkpoint or lacks a field, ConfigError for a field
///         that is no number.
template <Described Config>
void load_config(Config& config, const std::string& path) {
  const Safetensors file(path);
  require_kind(file, checkpoint_kind);
  for (const Field& field : fields(config)) {
    const std::string name = "config " + field.path();
    const bool older = !field.before().empty() && !file.metadata(name);
    field.set(older ? std::string(field.before()) : file.required(name));
  }
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

/// What `save_network` writes.
template <class G>
SafetensorsWriter network_writer(G& gan, std::string_view network, const Description& notes) {
  const std::string name(network);
  SafetensorsWriter writer;
  writer.metadata("format", format_text(name));
  writer.metadata("made by", made_by());
  for (const auto& [field, text] : gan.description()) {
    if (field.starts_with(name + " ")) writer.metadata(field, text);
  }
  if constexpr (requires { gan.code_description(); }) {
    for (const auto& [field, text] : gan.code_description()) {
      const bool noted = std::ranges::count(notes, field, &Description::value_type::first) > 0;
      if (!noted && name == gan.networks()[0]) writer.metadata(field, text);
    }
  }
  detail::write_notes(writer, "", notes);
  const auto state = gan.state();
  const auto has = [&](const std::string& buffer_name) {
    return std::ranges::any_of(state.buffers,
                               [&](const auto& buffer) { return buffer.name == buffer_name; });
  };
  const Content best = has(name + ".average") ? Content::average : Content::parameters;
  for (const auto& buffer : detail::buffers_of(state, name)) {
    if (buffer->content == best || buffer->content == Content::statistics) {
      detail::StoredBuffer<typename decltype(state)::Device>{"", buffer}.add(writer);
    }
  }
  return writer;
}

/// Writes one of the networks that a trainer names (`networks()`) alone, as it works: with the
/// moving average of its parameters where there is one. The tensors have PyTorch's names, shapes
/// and order, so that `load_state_dict` takes them; `save_pytorch_model` writes the network that
/// does. Of the network that samples the metadata say how the codes of `sample` are drawn: latent,
/// seed, and their numbering.
///
/// Errors: FileError if the system will not write, NumericError for a number that is not finite; an
///         older file is then still there. ConfigError for notes that no file holds.
template <class G>
void save_network(G& gan, std::string_view name, const std::string& path,
                  const Description& notes = {}) {
  network_writer(gan, name, notes).write(path);
}

/// Sets that network of a trainer, of a `Sampler`, or of what either says its state is, to that of
/// the file, which PyTorch may have written too. A moving average begins again at these parameters.
///
/// Errors: DataError with the first tensor that is missing, too many or of another shape; the
///         network is then as it was.
template <class D>
void load_network(const TrainingState<D>& state, std::string_view name, const std::string& path) {
  std::vector<detail::StoredBuffer<D>> stored;
  for (const auto& buffer : detail::buffers_of(state, std::string(name))) {
    stored.push_back({"", buffer});
  }
  detail::read_buffers(Safetensors(path), stored);
}
template <class G>
  requires requires(G& gan) { typename decltype(gan.state())::Device; }
void load_network(G& gan, std::string_view name, const std::string& path) {
  load_network(gan.state(), name, path);
}

/// `save_network` and `load_network` of the network that samples, the first that is named.
template <class G>
void save_generator(G& gan, const std::string& path, const Description& notes = {}) {
  save_network(gan, gan.networks()[0], path, notes);
}
template <class G>
void load_generator(G& gan, const std::string& path) {
  load_network(gan, gan.networks()[0], path);
}

/// Sets a critic to that of a checkpoint, as it says its scores and features; its moments, if it
/// has any, stay as they are. Only a reparametrising constraint must be that of the run.
///
/// Errors: DataError with the first field or tensor in which file and critic differ; the critic is
///         then as it was.
template <class D>
void load_critic(const CriticState<D>& critic, const std::string& path) {
  const Safetensors file(path);
  require_kind(file, checkpoint_kind);
  for (const auto& [field, text] : critic.network) file.require(field, text);
  if (!critic.reparametrised && file.find(critic.name + ".spectral") != nullptr) {
    throw DataError(path, "constraint", "one that leaves the parameters as they are",
                    shown(file.required("constraint")));
  }
  std::vector<detail::StoredBuffer<D>> stored;
  for (const auto& buffer : critic.numbers.buffers) {
    const bool seen = buffer.content == Content::parameters ||
                      buffer.content == Content::statistics || buffer.content == Content::vectors;
    if (seen) stored.push_back({buffer.name, &buffer});
  }
  detail::read_buffers(file, stored, detail::Others::passed_over);
}
template <class Constraint, NetworkType Critic, Optimizer Opt, class D>
void load_critic(TrainedCritic<Constraint, Critic, Opt, D>& critic, const std::string& path) {
  load_critic(critic.state(), path);
}

}  // namespace per_set

}  // namespace saddle
