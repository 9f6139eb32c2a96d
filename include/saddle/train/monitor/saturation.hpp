// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/field.hpp>
#include <saddle/core/describe/limits.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/train/capability.hpp>
#include <saddle/train/monitor/reading.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace saddle::inline per_set {

/// When a critic counts as saturated.
struct SaturationConfig {
  double least_slope = 0.05;  // |d model's loss / d score| of the median sample
  std::size_t samples = 256;
  Watch watch{.interval = 50, .warm_up = 200, .patience = 5};

  SADDLE_DESCRIBE(SaturationConfig, least_slope, samples, watch);
  static constexpr Bounded bounded[] = {{"least_slope", limits::not_negative},
                                        {"samples", limits::size}};
};

/// Watches whether the critic still teaches the model: where it is sure of every fake, the loss of
/// a saturating objective is flat in the scores, and the model stands still.
///
/// Its reading is the slope of the model's loss in the score of the median sample: 1 for
/// Wasserstein, 1/2 for minimax at its equilibrium, 0 if nothing comes back.
class Saturation {
 public:
  static constexpr std::string_view name = "saturation";
  static constexpr int exit_code = 21;

  /// Errors: ConfigError for numbers of the configuration outside of their limits.
  explicit Saturation(SaturationConfig config = {}) : config_(checked(config, "saturation.")) {}

  const Watch& watch() const { return config_.watch; }

  template <class G>
  static constexpr bool can_watch = HasScores<G>;
  static constexpr Capability needs = Capability::scores;

  template <class G>
  Reading look(G& gan) const {
    Tensor<double, 1> slopes = gan.score_slopes(gan.sample(config_.samples));
    const auto middle = slopes.begin() + static_cast<std::ptrdiff_t>(slopes.size() / 2);
    std::nth_element(slopes.begin(), middle, slopes.end());
    if (!(*middle < config_.least_slope)) return {*middle};
    return {*middle, true,
            std::string("the critic is so sure of the samples that for half of them at most ") +
                percent(*middle) + " of its slope comes back to the generator (below " +
                percent(config_.least_slope) +
                "): a lower critic rate, a constraint, or the non-saturating loss helps"};
  }

 private:
  SaturationConfig config_;
};

}  // namespace saddle::inline per_set
