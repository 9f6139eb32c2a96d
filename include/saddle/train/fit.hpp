// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/field.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/train/fit_arguments.hpp>
#include <saddle/train/history.hpp>
#include <saddle/train/progress.hpp>
#include <saddle/train/run_state.hpp>
#include <saddle/train/undo.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace saddle {

inline namespace per_set {

/// How `fit` runs.
struct FitConfig {
  std::uint64_t steps = 0;       // length of the whole run and its schedules, what a trainer has
                                 // behind it included; 0 = what the trainer's config says
  std::uint64_t stop_after = 0;  // step after which to stop early; 0 = none
  NotFinite not_finite = NotFinite::stop;
  std::uint64_t roll_back_interval = 100;  // steps between the states that roll_back returns to
  std::FILE* progress = stderr;            // where the progress goes; null = nowhere
  std::size_t history_size = 500;  // how many measurements are kept, evenly spread over the run
};

/// A finished run. `cpu_per_wall` is the processor time of all threads per second.
struct FitResult {
  std::uint64_t steps = 0;   // made by this call
  std::uint64_t undone = 0;  // times that a step was not finite and undone, in the whole run
  double seconds = 0;
  double cpu_per_wall = 0;
  History history;
};

}  // namespace per_set

namespace detail {

template <class Callback, class G>
concept CallbackOf = requires(Callback& callback, G& gan) { callback.begin(gan); } ||
                     requires(Callback& callback, G& gan) { callback.step(gan); } ||
                     requires(Callback& callback, G& gan) { callback.end(gan); } ||
                     requires(Callback& callback, G& gan) { callback.saved(gan); };

/// Whether to go on.
template <class Callback, class G>
bool begin(Callback& callback, G& gan) {
  if constexpr (requires {
                  { callback.begin(gan) } -> std::same_as<bool>;
                }) {
    return callback.begin(gan);
  } else if constexpr (requires { callback.begin(gan); }) {
    callback.begin(gan);
  }
  return true;
}
/// Whether to go on.
template <class Callback, class G>
bool after_step(Callback& callback, G& gan) {
  if constexpr (requires {
                  { callback.step(gan) } -> std::same_as<bool>;
                }) {
    return callback.step(gan);
  } else if constexpr (requires { callback.step(gan); }) {
    callback.step(gan);
  }
  return true;
}
template <class Callback, class G>
void end(Callback& callback, G& gan) {
  if constexpr (requires { callback.end(gan); }) callback.end(gan);
}

/// What a callback that saves runs knows of this one.
template <class Callback, class G>
std::optional<RunState> saved(Callback& callback, G& gan) {
  if constexpr (requires { callback.saved(gan); }) return callback.saved(gan);
  else return std::nullopt;
}
template <class Callback, class G, class State>
void save(Callback& callback, G& gan, State& state) {
  if constexpr (requires { callback.save(gan, state); }) callback.save(gan, state);
}
template <class Callback, class G, class State>
void save_last(Callback& callback, G& gan, State& state) {
  if constexpr (requires { callback.save_last(gan, state); }) callback.save_last(gan, state);
}

/// Says once in a program that it is slow.
inline void say_unoptimised(std::FILE* out) {
  static std::atomic_flag said;
  if (out == nullptr || said.test_and_set()) return;
  std::fputs(
      "compiled without optimisation, a hundred times slower or more: add -O2, or configure "
      "with -DCMAKE_BUILD_TYPE=Release\n",
      out);
}

template <class G, class Source, class... Callbacks>
FitResult train(G& gan, const Source& source, const FitConfig& config, Callbacks&... callbacks) {
#ifndef __OPTIMIZE__
  say_unoptimised(config.progress);
#endif
  gan.check(source);
  if constexpr (Described<Source>) checked(source, std::string(source.name) + ".");
  if (config.steps > 0) gan.plan(config.steps);
  const std::uint64_t total = gan.steps(), first = gan.report().step;
  const std::uint64_t last = config.stop_after > 0 ? std::min(total, config.stop_after) : total;
  const std::uint64_t every =
      std::max<std::uint64_t>(1, total / std::max<std::uint64_t>(1, config.history_size));
  Progress progress(config.progress);
  Undo<G> undo(gan, config.not_finite, config.roll_back_interval, config.progress);
  FitResult result;

  const auto begin = std::chrono::steady_clock::now();
  const std::clock_t cpu_begin = std::clock();
  const auto seconds = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  };
  std::uint64_t undone_before = 0;
  [[maybe_unused]] const auto recall_from = [&](auto& callback) {
    const std::optional<RunState> state = detail::saved(callback, gan);
    if (!state) return;
    undone_before = state->template number<std::uint64_t>("undone").value_or(0);
    (detail::recall(callbacks, *state), ...);
  };
  (recall_from(callbacks), ...);
  [[maybe_unused]] const auto state = [&] {
    RunState all;
    all.put("undone", undone_before + undo.count());
    (detail::keep(callbacks, all), ...);
    return all;
  };
  bool go_on = true;
  ((go_on = detail::begin(callbacks, gan) && go_on), ...);
  while (go_on && gan.report().step < last) {
    undo.before_step(gan);
    try {
      gan.step(source);
    } catch (const NumericError& error) {
      undo.recover(gan, error);
      continue;
    }
    const Measurement measured = gan.report();
    if (measured.step % every == 0 || measured.step == last) result.history.add(measured);
    progress.update({measured, first, total, seconds()});
    ((go_on = detail::after_step(callbacks, gan) && go_on), ...);
    (detail::save(callbacks, gan, state), ...);
  }
  progress.finish();
  result.steps = gan.report().step - std::min(first, gan.report().step);
  result.undone = undone_before + undo.count();
  result.seconds = seconds();
  result.cpu_per_wall = static_cast<double>(std::clock() - cpu_begin) / CLOCKS_PER_SEC /
                        std::max(result.seconds, 1e-9);
  (detail::end(callbacks, gan), ...);
  (detail::save_last(callbacks, gan, state), ...);
  return result;
}

}  // namespace detail

inline namespace per_set {

/// Trains `gan` on `source` with a progress bar and returns what was measured.
///
/// A callback has any of begin(gan), step(gan) (after every step; one that returns false ends the
/// run, as begin may) and end(gan): `Checkpoints`, `StatsLog`, `Every`, `Interrupt`. Whatever their
/// order, a checkpoint is written when all others are done with its step, and holds what they need
/// to go on (`RunState`).
/// Errors: ConfigError if the source's samples have another shape than the experiment's, or its
/// numbers are outside of their limits; what the trainer's step throws, unless `not_finite` says
/// otherwise; what a callback throws.
template <class G, class Source, class... Callbacks>
FitResult fit(G&& gan, const Source& source, const FitConfig& config = {},
              Callbacks&&... callbacks) {
  using Arguments = detail::FitArguments<std::remove_reference_t<G>, Source>;
  constexpr bool callable = (detail::CallbackOf<std::remove_reference_t<Callbacks>, G> && ...);
  if constexpr (Arguments::usable) {
    static_assert(callable, "a callback of fit has begin(gan), step(gan) or end(gan)");
    if constexpr (callable) return detail::train(gan, source, config, callbacks...);
  }
  return {};
}

}  // namespace per_set

}  // namespace saddle
