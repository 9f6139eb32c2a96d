// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/text/decimal.hpp>
#include <saddle/core/text/name.hpp>

#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace saddle {

inline namespace per_set {

/// What the callbacks of `fit` need to go on where a run stopped. A checkpoint holds it beside the
/// trainer's state, so that both are of the same step.
///
/// A callback with `keep(RunState&)` puts its own in, under names that begin with its own, when a
/// checkpoint is due; `recall(const RunState&)` gets it back before the first step of a run that
/// goes on.
struct RunState {
  std::map<std::string, std::string> texts;
  std::map<std::string, std::vector<double>> numbers;
  std::map<std::string, std::vector<std::uint8_t>> bytes;

  void put(const std::string& name, std::uint64_t number) { texts[name] = std::to_string(number); }
  void put(const std::string& name, double number) { texts[name] = shortest_text(number); }

  std::optional<std::string> text(const std::string& name) const {
    const auto found = texts.find(name);
    return found == texts.end() ? std::nullopt : std::optional(found->second);
  }
  /// A number that `put` wrote, if it is there.
  ///
  /// Errors: ConfigError for a text that is none.
  template <class T>
    requires std::same_as<T, std::uint64_t> || std::same_as<T, double>
  std::optional<T> number(const std::string& name) const {
    const auto found = texts.find(name);
    if (found == texts.end()) return {};
    const std::optional<T> value = number_in<T>(found->second);
    if (!value) throw ConfigError("state of the run: " + name, "a number", "another text");
    return value;
  }
};

}  // namespace per_set

namespace detail {

template <class Callback>
void keep(Callback& callback, RunState& state) {
  if constexpr (requires { callback.keep(state); }) callback.keep(state);
}
template <class Callback>
void recall(Callback& callback, const RunState& state) {
  if constexpr (requires { callback.recall(state); }) callback.recall(state);
}

}  // namespace detail

}  // namespace saddle
