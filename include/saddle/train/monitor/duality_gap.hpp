// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/field.hpp>
#include <saddle/core/describe/limits.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/gan/trainer.hpp>
#include <saddle/train/capability.hpp>
#include <saddle/train/monitor/reading.hpp>
#include <saddle/train/snapshot.hpp>

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

namespace saddle::inline per_set {

/// How the duality gap is measured, and when it counts as too wide.
struct DualityGapConfig {
  double most = 1;           // in units of the spread of the critic's terms
  std::size_t updates = 10;  // of the better critic, and of the better model
  Watch watch{.interval = 500, .warm_up = 1000, .patience = 3};

  SADDLE_DESCRIBE(DualityGapConfig, most, updates, watch);
  static constexpr Bounded bounded[] = {{"most", limits::not_negative}, {"updates", limits::size}};
};

/// Watches how far the game is from an equilibrium: its value against a critic that has trained
/// some updates longer, less the value of a model that has, both on held-out samples. At an
/// equilibrium neither gains anything and the gap is 0.
///
/// Its reading is the gap in units of the standard deviation of the terms whose means are the
/// value, so that it needs no scale of the objective's. The run itself is turned back and goes on
/// as if nothing had been. Terms that are all the same have no spread and raise no alarm. A model
/// that learns nothing any more closes the gap too: see `Saturation`. Source: Grnarova et al. 2019,
/// with a fixed number of updates for the inner problems.
template <class Source, class X>
class DualityGap {
 public:
  static constexpr std::string_view name = "gap";
  static constexpr int exit_code = 23;

  /// `source` must outlive the monitor. Shapes: held_out (n, d...).
  /// Errors: ConfigError for numbers of the configuration outside of their limits.
  DualityGap(const Source& source, X held_out, DualityGapConfig config = {})
      : source_(&source), held_out_(std::move(held_out)), config_(checked(config, "gap.")) {}

  const Watch& watch() const { return config_.watch; }

  template <class G>
  static constexpr bool can_watch = HasTwoPlayers<G, Source>;
  static constexpr Capability needs = Capability::two_players;

  template <class G>
  Reading look(G& gan) {
    const Estimate now = gan.divergence(held_out_);
    const double spread = now.standard_error * std::sqrt(static_cast<double>(held_out_.shape()[0]));
    const double width = gap(gan);
    if (width == 0 || !(spread > 0)) return {};  // without spread there is no unit
    const double reading = width / spread;
    if (reading <= config_.most) return {reading};
    char text[32];
    std::snprintf(text, sizeof text, "%.2g", reading);
    return {reading, true,
            std::string("the duality gap on held-out samples is ") + std::string(text) +
                " times the spread of the critic's terms: critic and generator are far from an "
                "equilibrium and run past each other; lower rates or a constraint help"};
  }

  /// The gap now, in the objective's units; infinite where a trial meets a number that is not
  /// finite.
  template <class G>
  double gap(G& gan) {
    const auto state = gan.state();
    snapshot_.take(state);
    const auto value_after = [&](auto update) {
      double value = std::numeric_limits<double>::quiet_NaN();
      try {
        for (std::size_t i = 0; i < config_.updates; ++i) update();
        value = gan.divergence(held_out_).value;
      } catch (const NumericError&) {
      }
      snapshot_.rewind(state);
      return value;
    };
    const double highest = value_after([&] { gan.update_critic(*source_); });
    const double lowest = value_after([&] { gan.update_model(); });
    return std::isfinite(highest - lowest) ? highest - lowest
                                           : std::numeric_limits<double>::infinity();
  }

 private:
  const Source* source_;
  X held_out_;
  DualityGapConfig config_;
  Snapshot<Cpu> snapshot_;
};

}  // namespace saddle::inline per_set
