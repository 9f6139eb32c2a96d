// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/core/text/name.hpp>
#include <saddle/nn/chain/feature_order.hpp>

#include <concepts>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace saddle::inline per_set {

/// Layers and activations that say by what PyTorch has them: `pytorch()` is a Python expression for
/// the module. Layers that hold others get the orders of the features that flow in and out.
template <class L>
concept HasPyTorch = requires {
  { L::pytorch() } -> std::same_as<std::string>;
} || requires(FeatureOrders orders) {
  { L::pytorch(orders, orders) } -> std::same_as<std::string>;
};

/// A Python call, argument by argument: PythonCall("nn.Conv2d")(3)(64)("stride", 2, 1).text() is
/// "nn.Conv2d(3, 64, stride=2)".
class PythonCall {
 public:
  explicit PythonCall(std::string_view function) : text_(std::string(function) + '(') {}

  template <class T>
  PythonCall& operator()(const T& argument) {
    separate();
    text_ += python(argument);
    return *this;
  }
  /// A named argument, left out where it is what it is by default.
  template <class T>
  PythonCall& operator()(std::string_view name, const T& argument, const T& standard) {
    if (argument == standard) return *this;
    separate();
    text_.append(name).append("=").append(python(argument));
    return *this;
  }
  std::string text() const { return text_ + ')'; }

 private:
  static std::string python(bool value) { return value ? "True" : "False"; }
  static std::string python(std::size_t value) { return std::to_string(value); }
  static std::string python(double value) { return shortest_text(value); }
  static std::string python(const std::string& expression) { return expression; }

  void separate() {
    if (!text_.ends_with('(')) text_ += ", ";
  }

  std::string text_;
};

/// "(28, 28, 1)", and "(100,)" of one number.
template <class Numbers>
std::string python_tuple(const Numbers& numbers) {
  std::string text;
  for (const auto number : numbers) {
    text += (text.empty() ? "" : ", ") + std::to_string(number);
  }
  return '(' + text + (numbers.size() == 1 ? ",)" : ")");
}

/// The text with four more spaces at the beginning of every line but the first.
inline std::string indented(std::string text) {
  for (std::size_t end = text.find('\n'); end != text.npos; end = text.find('\n', end + 1)) {
    text.insert(end + 1, 4, ' ');
  }
  return text;
}

/// A call with modules as arguments, one a line.
inline std::string python_modules(std::string_view function, std::span<const std::string> modules) {
  std::string text = std::string(function) + '(';
  for (const std::string& module : modules) text += std::string("\n    ") + indented(module) + ',';
  if (!modules.empty()) text.back() = ')';
  return modules.empty() ? text + ')' : text;
}

/// The module that puts features into another order; see `Reorder` of pytorch_modules.hpp.
inline std::string python_reorder(const FeatureOrder& before, const FeatureOrder& after,
                                  std::span<const std::size_t> shape) {
  const auto runs = [](const FeatureOrder& order) {
    std::string text = "[";
    for (const FeatureOrder::Run& run : order.runs()) {
      text += (text.size() > 1 ? ", " : "") + python_tuple(std::vector{run.pixels, run.channels});
    }
    return text + ']';
  };
  PythonCall call("Reorder");
  call(runs(before))(runs(after));
  for (std::size_t extent : shape) call(extent);
  return call.text();
}

}  // namespace saddle::inline per_set
