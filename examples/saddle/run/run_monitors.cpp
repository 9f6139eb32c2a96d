// SPDX-License-Identifier: BSL-1.0
#include "run/run_monitors.hpp"

#include "data/rows.hpp"

#include <saddle/core/error.hpp>
#include <saddle/core/text/nearest_name.hpp>
#include <saddle/data/held_out.hpp>

#include <algorithm>
#include <concepts>
#include <string_view>
#include <type_traits>

namespace saddle_program {

namespace {

template <class... M>
std::vector<std::string> words_of(std::type_identity<saddle::Monitors<M...>>,
                                  const std::string& what = "") {
  return {std::string(M::name) + " (" + std::to_string(M::exit_code) + what + ")" ...};
}

template <class... M>
std::vector<std::string> names_of(std::type_identity<saddle::Monitors<M...>>) {
  return {std::string(M::name)...};
}

/// All words, one list behind the other.
std::vector<std::string> joined(std::same_as<std::vector<std::string>> auto... lists) {
  std::vector<std::string> all;
  (all.insert(all.end(), lists.begin(), lists.end()), ...);
  return all;
}

/// Whether one of the group's monitors has that name.
bool holds(const auto& monitors, std::string_view name) {
  return std::ranges::find(monitors.watched(), name, &saddle::Watched::name) !=
         monitors.watched().end();
}

/// Whether a standard monitor of that name cannot look at the trainer.
template <class... M>
bool is_blind(std::type_identity<saddle::Monitors<M...>>, const AnyGan& gan,
              std::string_view name) {
  return ((M::name == name && !gan.can(M::needs)) || ...);
}

}  // namespace

std::vector<saddle::Field> MonitorThresholds::fields() {
  std::vector<saddle::Field> all = saddle::fields(standard);
  for (saddle::Field& field : saddle::fields(labels)) all.push_back(std::move(field));
  for (saddle::Field& field : saddle::fields(translation)) all.push_back(std::move(field));
  return all;
}

RunMonitors::RunMonitors(const AnyGan& gan, const AnySource& source, std::uint64_t seed,
                         const MonitorThresholds& thresholds)
    : standard_(saddle::standard_monitors(source, seed, thresholds.standard)) {
  if (gan.can(saddle::Capability::labels)) {
    of_labels_ = saddle::label_monitor(source, seed, thresholds.labels.label);
  }
  if (!gan.can(saddle::Capability::translations)) return;
  constexpr std::size_t n = 64;
  const Rows first = saddle::data::held_out(*source.origin, n, seed),
             second = saddle::data::held_out(source, n, seed);
  of_cycles_.emplace(saddle::CycleError(first, second, thresholds.translation.cycle));
  if (source.shape().size() != 3) return;  // a point has no negative
  of_inversion_.emplace(saddle::Inversion(first, second, thresholds.translation.inversion));
}

void RunMonitors::make_fatal(const AnyGan& gan, const std::string& name, const std::string& from) {
  const std::vector<std::string> known = names();
  if (name != "any" && std::ranges::count(known, name) == 0) {
    throw saddle::unknown_name(from, name, joined(std::vector<std::string>{"any"}, known));
  }
  bool found = false;
  for_each(*this, [&](auto& monitors) {
    if (name != "any" && !holds(monitors, name)) return;
    monitors.make_fatal(name, from);
    found = true;
  });
  if (!found || is_blind(std::type_identity<Standard>{}, gan, name)) {
    throw saddle::ConfigError(from, "a monitor that can watch this formulation", name);
  }
}

std::vector<saddle::Watched> RunMonitors::watched() const {
  std::vector<saddle::Watched> all;
  for_each(*this, [&](const auto& monitors) {
    all.insert(all.end(), monitors.watched().begin(), monitors.watched().end());
  });
  return all;
}

int RunMonitors::exit_code() const {
  int code = 0;
  for_each(*this, [&](const auto& monitors) { code = code == 0 ? monitors.exit_code() : code; });
  return code;
}

bool RunMonitors::begin(AnyGan& gan) {
  bool go_on = true;
  for_each(*this, [&](auto& monitors) { go_on = monitors.begin(gan) && go_on; });
  return go_on;
}

bool RunMonitors::step(AnyGan& gan) {
  bool go_on = true;
  for_each(*this, [&](auto& monitors) { go_on = monitors.step(gan) && go_on; });
  return go_on;
}

void RunMonitors::keep(saddle::RunState& state) const {
  for_each(*this, [&](const auto& monitors) { monitors.keep(state); });
}

void RunMonitors::recall(const saddle::RunState& state) {
  for_each(*this, [&](auto& monitors) { monitors.recall(state); });
}

std::vector<std::string> RunMonitors::names() {
  return joined(names_of(std::type_identity<Standard>{}), names_of(std::type_identity<OfLabels>{}),
                names_of(std::type_identity<OfCycles>{}),
                names_of(std::type_identity<OfInversion>{}));
}

std::vector<std::string> RunMonitors::names_and_codes() {
  return joined(words_of(std::type_identity<Standard>{}),
                words_of(std::type_identity<OfLabels>{}, ", of a conditional GAN"),
                words_of(std::type_identity<OfCycles>{}, ", of a translation"),
                words_of(std::type_identity<OfInversion>{}, ", of one of pictures"));
}

}  // namespace saddle_program
