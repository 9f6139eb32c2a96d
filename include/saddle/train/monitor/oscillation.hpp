// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/field.hpp>
#include <saddle/core/describe/limits.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/train/capability.hpp>
#include <saddle/train/monitor/reading.hpp>
#include <saddle/train/run_state.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace saddle::inline per_set {

/// When a model counts as going round in circles.
struct OscillationConfig {
  double most_swing = 0.35;     // of the samples' mean, in units of the data's spread
  double least_progress = 0.4;  // way made good in a window, as a share of the way gone
  std::size_t window = 20;      // looks
  std::size_t samples = 256;
  Watch watch{.interval = 25, .warm_up = 500, .patience = 10};

  SADDLE_DESCRIBE(OscillationConfig, most_swing, least_progress, window, samples, watch);
  static constexpr Bounded bounded[] = {
      {"most_swing", limits::not_negative},
      {"least_progress", limits::share},
      {"window", Limits{3, 0x1p16, "a whole number from 3 to 2^16"}},
      {"samples", limits::size}};
};

/// Watches whether the samples swing to and fro: the mean of the samples of the same codes moves
/// far in a window of looks and makes little way good.
///
/// Its reading is the root mean square distance of the samples' mean from its own middle over the
/// window, in units of the data's spread (the same of one datum from the mean). Of data that are
/// all the same there is no such unit, and it stays silent.
class Oscillation {
 public:
  static constexpr std::string_view name = "oscillation";
  static constexpr int exit_code = 22;

  /// Shapes: data (n, d...).
  /// Errors: ConfigError for numbers of the configuration outside of their limits.
  template <class X>
  explicit Oscillation(const X& data, OscillationConfig config = {})
      : config_(checked(config, "oscillation.")) {
    const Centre centre = mean_of(data);
    dimensions_ = centre.size();
    const auto* next = data.data();
    double sum = 0;
    for (std::size_t i = 0; i < data.size(); ++i) {
      const double away = static_cast<double>(*next++) - centre[i % centre.size()];
      sum += away * away;
    }
    spread_ = std::sqrt(sum / static_cast<double>(data.shape()[0]));
  }

  const Watch& watch() const { return config_.watch; }

  template <class G>
  static constexpr bool can_watch = HasSamples<G>;
  static constexpr Capability needs = Capability::samples;

  template <class G>
  Reading look(G& gan) {
    if (!(spread_ > 0)) return {};
    path_.push_back(mean_of(gan.sample(config_.samples)));
    while (path_.size() > config_.window) path_.pop_front();
    if (path_.size() < config_.window) return {};
    double way = 0;
    Centre middle(path_.front().size());
    for (std::size_t t = 0; t < path_.size(); ++t) {
      if (t > 0) way += distance(path_[t], path_[t - 1]);
      for (std::size_t k = 0; k < middle.size(); ++k) {
        middle[k] += path_[t][k] / static_cast<double>(path_.size());
      }
    }
    double squares = 0;
    for (const Centre& at : path_) squares += std::pow(distance(at, middle), 2);
    const double swing = std::sqrt(squares / static_cast<double>(path_.size())) / spread_;
    const double progress = distance(path_.front(), path_.back()) / std::max(way, 1e-300);
    if (!(swing > config_.most_swing && progress < config_.least_progress)) return {swing};
    return {swing, true,
            std::string("the mean of the samples swings by ") + percent(swing) +
                " of the data's spread and makes " + percent(progress) +
                " of its way good: the game goes round in circles; a lower rate, beta1 = 0, or a "
                "penalty (r1, gp) helps"};
  }

  void keep(RunState& state) const {
    std::vector<double>& path = state.numbers["oscillation path"];  // (looks, d)
    for (const Centre& at : path_) path.insert(path.end(), at.begin(), at.end());
  }

  /// Errors: ConfigError for a path of other samples.
  void recall(const RunState& state) {
    const auto found = state.numbers.find("oscillation path");
    if (found == state.numbers.end()) return;
    const std::vector<double>& path = found->second;
    if (path.size() % dimensions_ != 0) {
      throw ConfigError("oscillation path",
                        std::string("points of ") + std::to_string(dimensions_) + " numbers",
                        std::to_string(path.size()) + " numbers");
    }
    path_.clear();
    for (auto at = path.begin(); at != path.end(); at += static_cast<std::ptrdiff_t>(dimensions_)) {
      path_.emplace_back(at, at + static_cast<std::ptrdiff_t>(dimensions_));
    }
  }

 private:
  using Centre = std::vector<double>;  // (d)

  template <class X>
  static Centre mean_of(const X& x) {
    const std::size_t n = x.shape()[0], d = x.size() / n;
    Centre mean(d);
    const auto* next = x.data();
    for (std::size_t i = 0; i < x.size(); ++i) {
      mean[i % d] += static_cast<double>(*next++) / static_cast<double>(n);
    }
    return mean;
  }
  static double distance(const Centre& a, const Centre& b) {
    double sum = 0;
    for (std::size_t k = 0; k < a.size(); ++k) sum += (a[k] - b[k]) * (a[k] - b[k]);
    return std::sqrt(sum);
  }

  OscillationConfig config_;
  std::size_t dimensions_ = 0;
  double spread_ = 0;
  std::deque<Centre> path_;
};

}  // namespace saddle::inline per_set
