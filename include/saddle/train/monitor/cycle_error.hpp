// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/field.hpp>
#include <saddle/core/describe/limits.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/metric/quality/features.hpp>
#include <saddle/train/capability.hpp>
#include <saddle/train/monitor/reading.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace saddle::inline per_set {

/// When what a translator makes counts as lost on the way.
struct CycleErrorConfig {
  double most_error = 0.5;  // of the distance between unrelated samples
  Watch watch{.interval = 100, .warm_up = 1000, .patience = 5};

  SADDLE_DESCRIBE(CycleErrorConfig, most_error, watch);
  static constexpr Bounded bounded[] = {{"most_error", limits::not_negative}};
};

/// Watches whether samples of both domains come back from the other one.
///
/// Its reading is the mean of |x - F(G(x))| in the domain where it is larger, as a share of the
/// mean of |x - x'| between unrelated samples: 0 where all come back as they were, about 1 where
/// nothing of them is left.
class CycleError {
 public:
  static constexpr std::string_view name = "cycle";
  static constexpr int exit_code = 25;
  static constexpr Capability needs = Capability::translations;

  /// Shapes: first (n, d), second (m, e): of each domain, held out from the training where there is
  ///         enough of it.
  /// Errors: ConfigError for numbers of the configuration outside of their limits, or fewer than
  ///         two different samples of a domain.
  CycleError(Tensor<float, 2> first, Tensor<float, 2> second, CycleErrorConfig config = {})
      : config_(checked(config, "cycle.")),
        first_(std::move(first)),
        second_(std::move(second)),
        unrelated_first_(unrelated("first", first_)),
        unrelated_second_(unrelated("second", second_)) {}

  const Watch& watch() const { return config_.watch; }

  template <class G>
  static constexpr bool can_watch = HasTranslations<G>;

  template <class G>
  Reading look(G& gan) const {
    const RawPixels pixels;
    const double first =
        mean_distance(first_, pixels.features(gan.to_first(gan.to_second(first_)))) /
        unrelated_first_;
    const double second =
        mean_distance(second_, pixels.features(gan.to_second(gan.to_first(second_)))) /
        unrelated_second_;
    const double error = std::max(first, second);
    if (error <= config_.most_error) return {error};
    return {error, true,
            std::string("samples of the ") + (first > second ? "first" : "second") +
                " domain come back " + percent(error) +
                " as far from themselves as others are: what they were is lost on the way; raise "
                "cycle, or train longer"};
  }

 private:
  /// The mean of |a - b|, sample by sample; `apart` further on in `b`. Shapes: a, b (n, d).
  static double mean_distance(const Tensor<float, 2>& a, const Tensor<float, 2>& b,
                              std::size_t apart = 0) {
    const std::size_t n = a.shape(0), d = a.shape(1);
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const std::size_t other = (i + apart) % n;
      for (std::size_t j = 0; j < d; ++j) {
        sum += std::abs(static_cast<double>(a(i, j)) - static_cast<double>(b(other, j)));
      }
    }
    return sum / static_cast<double>(n * d);
  }

  static double unrelated(const char* domain, const Tensor<float, 2>& samples) {
    const double distance =
        samples.shape(0) < 2 ? 0 : mean_distance(samples, samples, samples.shape(0) / 2);
    if (distance > 0) return distance;
    throw ConfigError(std::string("samples of the ") + domain + " domain",
                      "two or more, not all equal", std::to_string(samples.shape(0)));
  }

  CycleErrorConfig config_;
  Tensor<float, 2> first_, second_;  // (n, d), (m, e)
  double unrelated_first_, unrelated_second_;
};

}  // namespace saddle::inline per_set
