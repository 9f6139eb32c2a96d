// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/io/json.hpp>
#include <saddle/io/safetensors.hpp>
#include <saddle/learner/file_format.hpp>
#include <saddle/nn/chain/blocks.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace saddle {

namespace detail {

/// The shape PyTorch gives a block: a weight is (outputs, inputs), the transpose of ours, that of a
/// convolution (outputs, channels, kernel, kernel); its magnitudes have the same number of axes,
/// a table of gains is (classes, channels), gains of the pixels of an image (channels, height,
/// width).
inline std::vector<std::size_t> pytorch_shape(const ParameterBlock& block) {
  if (block.kind == ParameterBlock::Kind::magnitude) {
    std::vector<std::size_t> shape(block.kernel > 0 ? 4 : 2, 1);
    shape[0] = block.columns;
    return shape;
  }
  if (block.pixels[0] > 0) {
    std::vector shape{block.columns};
    for (std::size_t extent : block.pixels) {
      if (extent == 0) continue;
      shape.push_back(extent);
      shape[0] /= extent;
    }
    return shape;
  }
  if (block.kind != ParameterBlock::Kind::weight) {
    return block.rows > 1 ? std::vector{block.rows, block.columns} : std::vector{block.columns};
  }
  if (block.kernel == 0) return {block.columns, block.rows};
  const std::size_t area = block.kernel * block.kernel;
  return {block.columns, block.rows / area, block.kernel, block.kernel};
}

/// Our places of PyTorch's features.
inline std::vector<std::size_t> places(const FeatureOrder& order, std::size_t features) {
  std::vector<std::size_t> ours(features);
  for (std::size_t i = 0; i < features; ++i) ours[i] = order.place(i);
  return ours;
}

/// Calls f(place in PyTorch's order, place in ours) for every number of a block.
template <class F>
void for_pytorch_places(const ParameterBlock& block, F&& f) {
  const bool weight = block.kind == ParameterBlock::Kind::weight;
  const std::size_t area = weight ? block.kernel * block.kernel : 0;
  const std::vector<std::size_t> columns = places(block.outputs, block.columns);
  const std::vector<std::size_t> rows =
      places(area > 0 ? FeatureOrder::image(area, block.rows / area) : block.inputs, block.rows);
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      f(weight ? c * rows.size() + r : r * columns.size() + c,
        rows[r] * columns.size() + columns[c]);
    }
  }
}

/// A block's numbers from our order to PyTorch's.
template <class T>
void copy_to_pytorch(const ParameterBlock& block, T* out, const T* in) {
  for_pytorch_places(block, [&](std::size_t to, std::size_t from) { out[to] = in[from]; });
}

/// A block's numbers from PyTorch's order to ours.
template <class T>
void copy_from_pytorch(const ParameterBlock& block, T* out, const T* in) {
  for_pytorch_places(block, [&](std::size_t from, std::size_t to) { out[to] = in[from]; });
}

inline std::string stored_name(const std::string& prefix, const ParameterBlock& block) {
  return prefix + std::string(block.path.view());
}

template <class T>
void add_blocks(SafetensorsWriter& writer, const std::string& prefix,
                std::span<const ParameterBlock> blocks, const T* numbers) {
  for (const ParameterBlock& block : blocks) {
    writer.add<T>(stored_name(prefix, block), pytorch_shape(block), [&block, numbers](T* out) {
      copy_to_pytorch(block, out, numbers + block.offset);
    });
  }
}

inline std::string words(std::string_view dtype, const std::vector<std::size_t>& shape) {
  std::string text{dtype};
  text += " (";
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    text += (axis == 0 ? "" : ", ") + std::to_string(shape[axis]);
  }
  return text + ')';
}

/// The blocks as the file has them: format 1 knew no orders of features.
///
/// Errors: DataError where the file does not tell: without a number it is PyTorch's, whose tensors
///         are sorted by name, or was written by an older saddle, in the network's order.
inline std::vector<ParameterBlock> blocks_in(const Safetensors& file,
                                             std::span<const ParameterBlock> blocks) {
  std::vector<ParameterBlock> stored(blocks.begin(), blocks.end());
  const std::uint64_t number = format_number(file);
  if (number == file_format) return stored;
  const auto by_name = [](const StoredTensor& a, const StoredTensor& b) {
    return a.dtype == b.dtype && a.name < b.name;
  };
  const bool sorted = std::ranges::is_sorted(file.tensors(), by_name);
  for (ParameterBlock& block : stored) {
    const bool plain = !block.inputs.known() && !block.outputs.known() && block.pixels[0] == 0;
    if (plain) continue;
    if (number == 0 && sorted) continue;
    if (number == 0) {
      throw DataError(file.path(), "metadata",
                      "a format that says in which order the features of images are, or tensors "
                      "sorted by name, as PyTorch writes them",
                      "neither");
    }
    block.inputs = block.outputs = {};
    block.pixels = {};
  }
  return stored;
}

template <class T>
void check_blocks(const Safetensors& file, const std::string& prefix,
                  std::span<const ParameterBlock> blocks) {
  for (const ParameterBlock& block : blocks_in(file, blocks)) {
    const std::string name = stored_name(prefix, block);
    const std::string expected = words(stored_type<T>, pytorch_shape(block));
    const StoredTensor* const tensor = file.find(name);
    const std::string found = tensor ? words(tensor->dtype, tensor->shape) : "no such tensor";
    if (found != expected)
      throw DataError(file.path(), std::string("tensor ") + shown(name), expected, found);
  }
}

/// Refuses tensors under the prefix that the network does not have. What PyTorch's BatchNorm counts
/// beside its statistics is passed over: with a fixed momentum nothing depends on it.
inline void check_no_others(const Safetensors& file, const std::string& prefix,
                            std::span<const ParameterBlock> parameters,
                            std::span<const ParameterBlock> state) {
  std::set<std::string> names;
  for (const ParameterBlock& block : parameters) names.insert(stored_name(prefix, block));
  for (const ParameterBlock& block : state) {
    const std::string name = stored_name(prefix, block);
    names.insert(name);
    names.insert(name.substr(0, name.rfind('.') + 1) + "num_batches_tracked");
  }
  for (const StoredTensor& tensor : file.tensors()) {
    if (tensor.name.starts_with(prefix) && !names.contains(tensor.name)) {
      throw DataError(file.path(), std::string("tensor ") + shown(tensor.name),
                      "only the network's tensors", "another one");
    }
  }
}

template <class T>
void read_blocks(const Safetensors& file, const std::string& prefix,
                 std::span<const ParameterBlock> blocks, T* numbers) {
  for (const ParameterBlock& block : blocks_in(file, blocks)) {
    const std::vector<T> stored = file.read<T>(*file.find(stored_name(prefix, block)));
    copy_from_pytorch(block, numbers + block.offset, stored.data());
  }
}

}  // namespace detail

/// Adds a buffer in the layout of the network's parameters (or gradient, or moments) to what
/// `writer` writes, under `prefix` and PyTorch's names.
///
/// The numbers are read when the file is written.
/// Shapes: parameters (Net::parameter_count); in the file a weight is (outputs, inputs).
template <NetworkType Net, class T>
void add_state_dict(SafetensorsWriter& writer, const std::string& prefix, const T* parameters) {
  writer.note("state_dict", format_text("state_dict"));
  detail::add_blocks<T>(writer, prefix, parameter_blocks<Net>, parameters);
}

/// Adds the network's parameters and state, as the `state_dict` of the same PyTorch network has
/// them; `load_state_dict` takes them as they are. PyTorch's num_batches_tracked is not written:
/// it starts again from 0 there, and with a fixed momentum nothing depends on it.
///
/// The numbers are read when the file is written.
/// Shapes: parameters (Net::parameter_count), state (Net::state_count).
template <NetworkType Net, class T>
void add_state_dict(SafetensorsWriter& writer, const std::string& prefix, const T* parameters,
                    const T* state) {
  add_state_dict<Net>(writer, prefix, parameters);
  detail::add_blocks<T>(writer, prefix, state_blocks<Net>, state);
}

/// Fills a buffer in the layout of the network's parameters from the tensors under `prefix`.
///
/// Errors: DataError with the first tensor that is missing, of another type or shape, or not the
///         network's; the buffer is then as it was.
template <NetworkType Net, class T>
void read_state_dict(const Safetensors& file, const std::string& prefix, T* parameters) {
  detail::check_blocks<T>(file, prefix, parameter_blocks<Net>);
  detail::check_no_others(file, prefix, parameter_blocks<Net>, {});
  detail::read_blocks<T>(file, prefix, parameter_blocks<Net>, parameters);
}

/// Fills the network's parameters and state from the tensors under `prefix`, as PyTorch's
/// `load_state_dict` with strict=True would.
///
/// Errors: DataError with the first tensor that is missing, of another type or shape, or not the
///         network's; the buffers are then as they were.
template <NetworkType Net, class T>
void read_state_dict(const Safetensors& file, const std::string& prefix, T* parameters, T* state) {
  detail::check_blocks<T>(file, prefix, parameter_blocks<Net>);
  detail::check_blocks<T>(file, prefix, state_blocks<Net>);
  detail::check_no_others(file, prefix, parameter_blocks<Net>, state_blocks<Net>);
  detail::read_blocks<T>(file, prefix, parameter_blocks<Net>, parameters);
  detail::read_blocks<T>(file, prefix, state_blocks<Net>, state);
}

}  // namespace saddle
