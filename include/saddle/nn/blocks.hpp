// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/nn/network.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>

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

namespace detail {

template <class Net, std::size_t... I>
void summarise(std::ostream& out, std::index_sequence<I...>) {
  const auto pad = [](std::string text, std::size_t width) {
    text.resize(std::max(width, text.size() + 1), ' ');
    return text;
  };
  const auto line = [&]<class L>(std::size_t position, L) {
    std::string name{L::name};
    if constexpr (!L::OutputActivation::is_identity) {
      name += " + " + std::string(L::OutputActivation::name);
    }
    out << pad(std::to_string(position), 4) << pad(name, 24)
        << pad(to_string(typename L::Output{}), 16) << L::parameter_count << '\n';
  };
  using Plan = typename Chain<Net>::Plan;
  out << "    " << pad("input", 24) << to_string(typename Net::Input{}) << '\n';
  (line(Plan::positions[I], typename Plan::Layers::template At<I>{}), ...);
  out << "    parameters " << Net::parameter_count << ", state " << Net::state_count
      << ", multiply-adds per sample " << Net::macs << '\n';
}

}  // namespace detail

/// Prints a table of the network's layers: position, layer, output shape, parameters.
template <NetworkType Net>
void summary(std::ostream& out) {
  detail::summarise<Net>(out, std::make_index_sequence<Chain<Net>::count>{});
}

}  // namespace saddle
