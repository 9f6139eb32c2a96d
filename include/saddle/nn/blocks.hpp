// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/field.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/name.hpp>
#include <saddle/nn/network.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace saddle {

namespace detail {

template <class Net, bool trained>
constexpr void visit_blocks(auto&& f) {
  if constexpr (trained) {
    Chain<Net>::template parameter_blocks<typename Net::Initializer>(f, Path{}, 0);
  } else {
    Chain<Net>::state_blocks(f, Path{}, 0);
  }
}

template <class Net, bool trained>
consteval std::size_t count_blocks() {
  std::size_t count = 0;
  visit_blocks<Net, trained>([&](const Block&) { ++count; });
  return count;
}

template <class Net, bool trained>
consteval auto list_blocks() {
  std::array<Block, count_blocks<Net, trained>()> blocks{};
  std::size_t next = 0;
  visit_blocks<Net, trained>([&](const Block& block) { blocks[next++] = block; });
  return blocks;
}

}  // namespace detail

/// Every parameter of the network in the order of the flat buffer, under its dotted PyTorch path.
template <NetworkType Net>
inline constexpr auto parameter_blocks = detail::list_blocks<Net, true>();

/// Everything that is kept but not trained, such as running statistics.
template <NetworkType Net>
inline constexpr auto state_blocks = detail::list_blocks<Net, false>();

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
