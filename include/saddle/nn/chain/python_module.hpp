// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/shape.hpp>
#include <saddle/nn/chain/python_text.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace saddle {

namespace detail {

/// The Python expression for features in another order, component by component.
template <Value V>
std::string python_reorder_all(FeatureOrders before, FeatureOrders after) {
  std::vector<std::string> modules;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const std::size_t size = V::sizes[i];
    modules.push_back(before[i] == after[i]
                          ? "nn.Identity()"
                          : python_reorder(before[i], after[i], std::span(&size, 1)));
  }
  return modules.size() == 1 ? modules[0] : python_modules("Parallel", modules);
}

/// The Python expression of a layer, with changes of order around it where it takes or gives its
/// features in another one than they have on its edges.
///
/// Errors: ConfigError where a layer with parameters would need that.
template <class L>
std::string python_module(FeatureOrders in, FeatureOrders out) {
  if constexpr (requires { L::pytorch(in, out); }) {
    return L::pytorch(in, out);
  } else {
    std::array taken = image_orders<typename L::Input>();
    std::array given = image_orders<typename L::Output>();
    L::orders(taken, out);
    agree(taken, in);
    L::orders(taken, given);
    agree(given, out);
    std::vector<std::string> modules{L::pytorch()};
    if (!std::ranges::equal(in, taken)) {
      modules.insert(modules.begin(), python_reorder_all<typename L::Input>(in, taken));
    }
    if (!std::ranges::equal(given, out)) {
      modules.push_back(python_reorder_all<typename L::Output>(given, out));
    }
    if (modules.size() == 1) return modules[0];
    if (L::parameter_count + L::state_count > 0) {
      throw ConfigError(std::string("model.py: ") + std::string(L::name),
                        "features in the order that it takes them in PyTorch",
                        "those of a flattened image in another one");
    }
    return python_modules("nn.Sequential", modules);
  }
}

}  // namespace detail

}  // namespace saddle
