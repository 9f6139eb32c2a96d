// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe/describe.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/core/text/nearest_name.hpp>
#include <saddle/data/held_out.hpp>
#include <saddle/train/monitor/collapse.hpp>
#include <saddle/train/monitor/cycle_error.hpp>
#include <saddle/train/monitor/duality_gap.hpp>
#include <saddle/train/monitor/inversion.hpp>
#include <saddle/train/monitor/label_agreement.hpp>
#include <saddle/train/monitor/oscillation.hpp>
#include <saddle/train/monitor/reading.hpp>
#include <saddle/train/monitor/saturation.hpp>
#include <saddle/train/run_state.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace saddle::inline per_set {

/// What a monitor has seen of a run.
struct Watched {
  std::string_view name;
  int exit_code = 0;
  std::optional<double> value{};  // of the last look
  std::uint64_t in_a_row = 0;     // looks that were alarming
  std::optional<Alarm> alarm{};   // the first
  bool fatal = false;             // whether an alarm ends the run
};

/// A callback of `fit` that lets monitors look at the run, prints the sentence of each one's first
/// alarm, and ends the run at an alarm that is fatal.
///
/// A monitor is any type with `name`, `exit_code`, `watch()` and `look(gan)`; which ones there are
/// is known to the compiler, and none of them changes the run. One that needs more of a trainer
/// than it has, which `can_watch` and `needs` say, is left out, and the run says so. One that
/// remembers more than its last look has `keep` and `recall`, as callbacks have: a run that goes on
/// is watched as if it had never stopped, and one that an alarm ended stays ended.
template <class... M>
class Monitors {
 public:
  explicit Monitors(std::tuple<M...> monitors, std::FILE* messages = stderr)
      : monitors_(std::move(monitors)), messages_(messages) {}
  explicit Monitors(M... monitors) : Monitors(std::tuple<M...>(std::move(monitors)...)) {}

  /// Lets an alarm of this monitor end the run; "any" means all of them. Messages say where the
  /// name is from.
  ///
  /// Errors: ConfigError for a name that no monitor has.
  void make_fatal(std::string_view name, const std::string& from = "monitor") {
    bool found = false;
    std::vector<std::string> known{"any"};
    for (Watched& one : watched_) {
      known.emplace_back(one.name);
      if (name != "any" && name != one.name) continue;
      one.fatal = found = true;
    }
    if (!found) throw unknown_name(from, name, known);
  }

  /// Whether the run may begin, or an alarm before has ended it.
  template <class G>
  bool begin(const G& gan) const {
    for (const Watched& one : watched_) {
      if (one.fatal && one.alarm) tell(one);
    }
    (tell_left_out<M>(gan), ...);
    return exit_code() == 0;
  }

  /// Whether the run may go on.
  template <class G>
  bool step(G& gan) {
    const std::uint64_t now = gan.report().step;
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      return (static_cast<int>(look(std::get<I>(monitors_), watched_[I], gan, now)) & ... & 1) != 0;
    }(std::index_sequence_for<M...>{});
  }

  void keep(RunState& state) const {
    for (const Watched& one : watched_) {
      const std::string prefix = std::string("monitor ") + std::string(one.name) + " ";
      if (one.value) state.put(prefix + "value", *one.value);
      state.put(prefix + "in a row", one.in_a_row);
      if (!one.alarm) continue;
      state.put(prefix + "alarm step", one.alarm->step);
      state.put(prefix + "alarm value", one.alarm->value);
      state.texts[prefix + "alarm"] = one.alarm->sentence;
    }
    std::apply([&](const auto&... monitor) { (detail::keep(monitor, state), ...); }, monitors_);
  }

  void recall(const RunState& state) {
    for (Watched& one : watched_) {
      const std::string prefix = std::string("monitor ") + std::string(one.name) + " ";
      one.value = state.number<double>(prefix + "value");
      one.in_a_row = state.number<std::uint64_t>(prefix + "in a row").value_or(0);
      const auto step = state.number<std::uint64_t>(prefix + "alarm step");
      if (!step) continue;
      one.alarm = Alarm{*step, state.number<double>(prefix + "alarm value").value_or(0),
                        state.text(prefix + "alarm").value_or("")};
    }
    std::apply([&](auto&... monitor) { (detail::recall(monitor, state), ...); }, monitors_);
  }

  /// One entry for each monitor, in the order of the types.
  const std::array<Watched, sizeof...(M)>& watched() const { return watched_; }

  /// The exit code of the first monitor that ended the run, or 0.
  int exit_code() const {
    for (const Watched& one : watched_) {
      if (one.fatal && one.alarm) return one.exit_code;
    }
    return 0;
  }

 private:
  /// Whether a monitor can look at trainers of this type; one that does not say can.
  template <class Monitor, class G>
  static constexpr bool compiles() {
    if constexpr (requires { Monitor::template can_watch<G>; }) {
      return Monitor::template can_watch<G>;
    } else return true;
  }

  /// Whether it can look at this one, which may be behind an erasure.
  template <class Monitor, class G>
  static bool watches(const G& gan) {
    if constexpr (!compiles<Monitor, G>()) return false;
    else if constexpr (requires { gan.can(Monitor::needs); }) return gan.can(Monitor::needs);
    else return true;
  }

  template <class Monitor, class G>
  void tell_left_out(const G& gan) const {
    if (watches<Monitor>(gan) || messages_ == nullptr) return;
    std::fprintf(messages_, "%s: not watched, for this trainer has not what it looks at\n",
                 std::string(Monitor::name).c_str());
  }

  template <class Monitor, class G>
  bool look(Monitor& monitor, Watched& seen, G& gan, std::uint64_t now) {
    if constexpr (compiles<Monitor, G>()) {
      if (watches<Monitor>(gan)) return look_now(monitor, seen, gan, now);
    }
    return true;
  }

  template <class Monitor, class G>
  bool look_now(Monitor& monitor, Watched& seen, G& gan, std::uint64_t now) {
    const Watch& watch = monitor.watch();
    if (watch.interval == 0 || now % watch.interval != 0) return true;
    Reading reading = monitor.look(gan);
    seen.value = reading.value;
    seen.in_a_row = reading.alarming && now > watch.warm_up ? seen.in_a_row + 1 : 0;
    if (seen.alarm || seen.in_a_row < watch.patience || seen.in_a_row == 0) return true;
    seen.alarm = Alarm{now, reading.value, std::move(reading.sentence)};
    tell(seen);
    return !seen.fatal;
  }

  void tell(const Watched& seen) const {
    if (messages_ == nullptr) return;
    std::fprintf(
        messages_, "\nstep %llu: %.*s: %s\n", static_cast<unsigned long long>(seen.alarm->step),
        static_cast<int>(seen.name.size()), seen.name.data(), seen.alarm->sentence.c_str());
  }

  std::tuple<M...> monitors_;
  std::array<Watched, sizeof...(M)> watched_{
      Watched{.name = M::name, .exit_code = M::exit_code}...};
  std::FILE* messages_;
};

/// Thresholds and watches of the standard monitors.
struct MonitorConfig {
  CollapseConfig collapse;
  SaturationConfig saturation;
  OscillationConfig oscillation;
  DualityGapConfig gap;

  SADDLE_DESCRIBE(MonitorConfig, collapse, saturation, oscillation, gap);
};

/// The standard monitors for a training on `source`, which must outlive them: collapse, critic
/// saturation, oscillation, duality gap.
template <data::Source Source>
auto standard_monitors(const Source& source, std::uint64_t seed, const MonitorConfig& config = {},
                       std::FILE* messages = stderr) {
  using Rows = Tensor<float, 2>;
  const Rows data = data::held_out(source, 256, seed);
  return Monitors(std::tuple(Collapse(data, config.collapse), Saturation(config.saturation),
                             Oscillation(data, config.oscillation),
                             DualityGap<Source, Rows>(source, data, config.gap)),
                  messages);
}

/// The monitor of a training on the classes of `source`.
template <data::LabelledSource Source>
auto label_monitor(const Source& source, std::uint64_t seed,
                   const LabelAgreementConfig& config = {}, std::FILE* messages = stderr) {
  constexpr std::size_t n = 512;
  return Monitors(std::tuple(LabelAgreement(data::held_out(source, n, seed),
                                            data::held_out_labels(source, n, seed), config)),
                  messages);
}

/// Thresholds and watches of the monitors of translations.
struct TranslationMonitorConfig {
  CycleErrorConfig cycle;
  InversionConfig inversion;

  SADDLE_DESCRIBE(TranslationMonitorConfig, cycle, inversion);
};

/// The monitors of a translation between the two images' `domains`: what does not come back, and
/// what comes back although it is inverted.
template <class Domains>
auto translation_monitors(const Domains& domains, std::uint64_t seed,
                          const TranslationMonitorConfig& config = {},
                          std::FILE* messages = stderr) {
  constexpr std::size_t n = 64;
  const auto first = data::held_out(domains.first, n, seed),
             second = data::held_out(domains.second, n, seed);
  return Monitors(std::tuple(CycleError(first, second, config.cycle),
                             Inversion(first, second, config.inversion)),
                  messages);
}

}  // namespace saddle::inline per_set
