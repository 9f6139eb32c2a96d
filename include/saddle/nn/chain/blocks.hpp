// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe/field.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/text/name.hpp>
#include <saddle/nn/chain/network.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace saddle {

namespace detail {

/// The block of a layer with the orders of the features that its rows and columns stand for.
constexpr ParameterBlock with_orders(ParameterBlock block, const FeatureOrder& in,
                                     const FeatureOrder& out) {
  if (block.kernel > 0) return block;
  const bool matrix = block.kind == ParameterBlock::Kind::weight && block.rows == in.size();
  if (matrix && !in.is_plain()) block.inputs = in;
  if (block.columns % out.size() == 0 && !out.is_plain()) block.outputs = out;
  return block;
}

/// Counts blocks, and writes them where there is room for them.
struct BlockWriter {
  ParameterBlock* next = nullptr;
  std::size_t count = 0;
  std::size_t offset = 0;

  constexpr void add(const ParameterBlock& block, FeatureOrders in, FeatureOrders out) {
    if (next != nullptr) *next++ = with_orders(block, in[0], out[0]);
    ++count;
  }
};

/// Visits the layers of a network: the blocks of their parameters, and those of their state.
template <class Initializer>
struct BlockVisitor {
  BlockWriter parameters, state;

  template <class L>
  constexpr void operator()(ParameterPath path, FeatureOrders in, FeatureOrders out) {
    L::template parameter_blocks<Initializer>(
        [&](const ParameterBlock& block) { parameters.add(block, in, out); }, path,
        parameters.offset);
    L::state_blocks([&](const ParameterBlock& block) { state.add(block, in, out); }, path,
                    state.offset);
    parameters.offset += L::parameter_count;
    state.offset += L::state_count;
  }
};

/// Input vectors are codes, in the same order here and in PyTorch.
template <class Net>
constexpr auto visited(BlockWriter parameters, BlockWriter state) {
  BlockVisitor<typename Net::Initializer> visitor{parameters, state};
  std::array in = image_orders<typename Net::Input>();
  std::array out = image_orders<typename Net::Output>();
  settle<typename Net::Input>(in);
  Chain<Net>::each_layer(visitor, ParameterPath{}, in, out);
  return visitor;
}

template <std::size_t parameter_blocks, std::size_t state_blocks>
struct BlockLists {
  std::array<ParameterBlock, parameter_blocks> parameters{};
  std::array<ParameterBlock, state_blocks> state{};
};

template <class Net>
consteval auto list_blocks() {
  constexpr auto counted = visited<Net>({}, {});
  BlockLists<counted.parameters.count, counted.state.count> lists;
  visited<Net>({lists.parameters.data()}, {lists.state.data()});
  return lists;
}

template <class Net>
inline constexpr auto block_lists = list_blocks<Net>();

}  // namespace detail

/// Every parameter of the network in the order of the flat buffer, under its dotted PyTorch path.
template <NetworkType Net>
inline constexpr auto& parameter_blocks = detail::block_lists<Net>.parameters;

/// Everything that is kept but not trained, such as running statistics.
template <NetworkType Net>
inline constexpr auto& state_blocks = detail::block_lists<Net>.state;

inline namespace per_set {

/// One row of the table of a network's layers.
struct LayerRow {
  std::size_t position;  // in the user's list
  std::string layer;     // with the activation that is fused in
  std::string output;    // shape of a sample
  std::size_t parameters;
};

}  // namespace per_set

namespace detail {

template <class Layer>
LayerRow layer_row(std::size_t position) {
  std::string layer = full_name<Layer>();
  if constexpr (!Layer::OutputActivation::is_identity) {
    layer.append(" + ").append(full_name<typename Layer::OutputActivation>());
  }
  return {position, layer, to_string(typename Layer::Output{}), Layer::parameter_count};
}

template <class Plan, std::size_t... I>
std::vector<LayerRow> layer_rows(std::index_sequence<I...>) {
  return {layer_row<typename Plan::Layers::template At<I>>(Plan::positions[I])...};
}

}  // namespace detail

inline namespace per_set {

/// The network's layers from input to output.
template <NetworkType Net>
std::vector<LayerRow> layer_rows() {
  return detail::layer_rows<typename Chain<Net>::Plan>(
      std::make_index_sequence<Chain<Net>::count>{});
}

/// Appends a field for the network's input and one for each layer: "critic layer 0", "Linear + ReLU
/// 128".
template <NetworkType Net>
void describe_network(const std::string& name, Description& description) {
  description.emplace_back(name + " input", to_string(typename Net::Input{}));
  for (const LayerRow& row : layer_rows<Net>()) {
    description.emplace_back(name + " layer " + std::to_string(row.position),
                             row.layer + " " + row.output);
  }
}

/// Prints a table of the network's layers: position, layer, output shape, parameters.
template <NetworkType Net>
void summary(std::ostream& out) {
  const auto cell = [&](const std::string& text, std::size_t width) {
    out << text << std::string(width > text.size() ? width - text.size() : 1, ' ');
  };
  cell("", 4);
  cell("input", 24);
  out << to_string(typename Net::Input{}) << '\n';
  for (const LayerRow& row : layer_rows<Net>()) {
    cell(std::to_string(row.position), 4);
    cell(row.layer, 24);
    cell(row.output, 16);
    out << row.parameters << '\n';
  }
  out << "    parameters " << Net::parameter_count << ", state " << Net::state_count
      << ", multiply-adds per sample " << Net::macs << '\n';
}

}  // namespace per_set
}  // namespace saddle
