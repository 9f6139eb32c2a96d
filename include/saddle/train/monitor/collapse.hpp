// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/field.hpp>
#include <saddle/core/describe/limits.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/metric/collapse.hpp>
#include <saddle/train/capability.hpp>
#include <saddle/train/monitor/reading.hpp>

#include <cstddef>
#include <string_view>

namespace saddle::inline per_set {

/// When samples count as collapsed.
struct CollapseConfig {
  double least_coverage = 0.5;   // of the data's neighbourhoods; see SpreadMeter
  double most_duplicates = 0.5;  // of the samples
  std::size_t samples = 256;
  Watch watch{.interval = 100, .warm_up = 1000, .patience = 5};

  SADDLE_DESCRIBE(CollapseConfig, least_coverage, most_duplicates, samples, watch);
  static constexpr Bounded bounded[] = {{"least_coverage", limits::share},
                                        {"most_duplicates", limits::share},
                                        {"samples", limits::size}};
};

/// Watches whether the generator's samples cover the data and differ from each other.
///
/// Its reading is the coverage.
class Collapse {
 public:
  static constexpr std::string_view name = "collapse";
  static constexpr int exit_code = 20;

  /// Shapes: data (n, d...), held out from the training where there is enough of it.
  /// Errors: ConfigError for numbers of the configuration outside of their limits.
  template <class X>
  explicit Collapse(const X& data, CollapseConfig config = {})
      : config_(checked(config, "collapse.")), meter_(data) {}

  const Watch& watch() const { return config_.watch; }

  template <class G>
  static constexpr bool can_watch = HasSamples<G>;
  static constexpr Capability needs = Capability::samples;

  template <class G>
  Reading look(G& gan) const {
    const Spread spread = meter_(gan.sample(config_.samples));
    if (spread.coverage < config_.least_coverage) {
      return {spread.coverage, true,
              std::string("the samples reach ") + percent(spread.coverage) +
                  " of the data (below " + percent(config_.least_coverage) +
                  "): the generator has collapsed; a constraint on the critic (gp, r1, sn) or "
                  "another objective helps"};
    }
    if (spread.duplicates > config_.most_duplicates) {
      return {spread.coverage, true,
              percent(spread.duplicates) + " of the samples are duplicates of others (above " +
                  percent(config_.most_duplicates) +
                  "): the generator has collapsed to few points; a wider latent or generator, or a "
                  "constraint on the critic helps"};
    }
    return {spread.coverage};
  }

 private:
  CollapseConfig config_;
  SpreadMeter meter_;
};

}  // namespace saddle::inline per_set
