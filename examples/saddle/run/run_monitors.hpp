// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "data/any_source.hpp"
#include "models/any_gan.hpp"

#include <saddle/core/describe/field.hpp>
#include <saddle/train/monitor/monitors.hpp>
#include <saddle/train/run_state.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace saddle_program {

/// Thresholds and watch of the monitor of asked classes.
struct LabelMonitorConfig {
  saddle::LabelAgreementConfig label{};

  SADDLE_DESCRIBE(LabelMonitorConfig, label);
};

/// Thresholds and watches of a run's monitors.
struct MonitorThresholds {
  saddle::MonitorConfig standard{};
  LabelMonitorConfig labels{};
  saddle::TranslationMonitorConfig translation{};

  std::vector<saddle::Field> fields();
};

/// The monitors of a run, as a callback of `fit`: the standard ones, and what only some runs can be
/// watched for, a conditional one for its labels, a translation for what does not come back, and
/// one of pictures for what is inverted.
class RunMonitors {
 public:
  /// `source` must outlive this.
  RunMonitors(const AnyGan& gan, const AnySource& source, std::uint64_t seed,
              const MonitorThresholds& thresholds);

  /// Lets an alarm of this monitor, or of "any", end the run. Messages say where the name is from.
  ///
  /// Errors: ConfigError for a name that no monitor has, or one that cannot look at this trainer,
  ///         whose alarm never comes.
  void make_fatal(const AnyGan& gan, const std::string& name, const std::string& from);

  /// What they saw, each.
  std::vector<saddle::Watched> watched() const;

  /// The exit code of the first that ended the run, or 0.
  int exit_code() const;

  bool begin(AnyGan& gan);
  bool step(AnyGan& gan);
  void keep(saddle::RunState& state) const;
  void recall(const saddle::RunState& state);

  /// All that there are.
  static std::vector<std::string> names();
  /// The same, with their exit codes and what they are for.
  static std::vector<std::string> names_and_codes();

 private:
  using Standard = decltype(saddle::standard_monitors(std::declval<const AnySource&>(), 0));
  using OfLabels = decltype(saddle::label_monitor(std::declval<const AnySource&>(), 0));
  using OfCycles = saddle::Monitors<saddle::CycleError>;
  using OfInversion = saddle::Monitors<saddle::Inversion>;

  /// Calls use(monitors) for each group that watches this run.
  template <class Self, class Use>
  static void for_each(Self& self, Use use) {
    use(self.standard_);
    if (self.of_labels_) use(*self.of_labels_);
    if (self.of_cycles_) use(*self.of_cycles_);
    if (self.of_inversion_) use(*self.of_inversion_);
  }

  Standard standard_;
  std::optional<OfLabels> of_labels_;
  std::optional<OfCycles> of_cycles_;
  std::optional<OfInversion> of_inversion_;
};

}  // namespace saddle_program
