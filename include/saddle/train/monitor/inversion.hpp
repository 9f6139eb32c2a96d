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
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>

namespace saddle::inline per_set {

/// When translations count as inverted.
struct InversionConfig {
  double most_inverted = 0.25;  // of the correlation, below 0: that of a perfect negative is 1
  Watch watch{.interval = 100, .warm_up = 500, .patience = 5};

  SADDLE_DESCRIBE(InversionConfig, most_inverted, watch);
  static constexpr Bounded bounded[] = {{"most_inverted", limits::share}};
};

/// Watches whether translations of images are their negatives. Cycles close as well with inverted
/// colours as with right ones, and a critic that looks at patches may not mind.
///
/// Its reading is the mean correlation, pixel by pixel, of an image with its translation, in the
/// direction where it is lower: 1 where light stays light, -1 for negatives. It alarms where that
/// is far below 0, unless the domains are negatives of each other, as their mean images then are.
class Inversion {
 public:
  static constexpr std::string_view name = "inversion";
  static constexpr int exit_code = 26;
  static constexpr Capability needs = Capability::translations;

  /// Shapes: first, second (n, d): images of each domain, of one shape, held out from the training
  ///         where there is enough of them.
  /// Errors: ConfigError for numbers of the configuration outside of their limits, domains of
  ///         different shapes, or no images.
  Inversion(Tensor<float, 2> first, Tensor<float, 2> second, InversionConfig config = {})
      : config_(checked(config, "inversion.")),
        first_(std::move(first)),
        second_(std::move(second)) {
    const std::size_t d = first_.shape(1);
    if (first_.size() == 0 || second_.size() == 0 || second_.shape(1) != d) {
      throw ConfigError(
          "images of two domains", "some of each, of one shape",
          std::to_string(first_.size()) + " and " + std::to_string(second_.size()) + " numbers");
    }
    const Tensor<float, 1> mean_first = xt::mean(first_, {0}), mean_second = xt::mean(second_, {0});
    between_domains_ = correlation(mean_first.data(), mean_second.data(), d);
  }

  const Watch& watch() const { return config_.watch; }

  template <class G>
  static constexpr bool can_watch = HasTranslations<G>;

  template <class G>
  Reading look(G& gan) const {
    const RawPixels pixels;
    const double there = kept(first_, pixels.features(gan.to_second(first_)));
    const double back = kept(second_, pixels.features(gan.to_first(second_)));
    const double lower = std::min(there, back);
    if (lower >= -config_.most_inverted || between_domains_ < -config_.most_inverted) {
      return {lower};
    }
    char number[32];
    std::snprintf(number, sizeof number, "%.2f", lower);
    return {lower, true,
            std::string("images of the ") + (there < back ? "first" : "second") +
                " domain become their negatives (correlation " + number +
                "), which cycles do not tell from right translations: raise identity, or take "
                "another seed"};
  }

 private:
  /// The correlation of the numbers of a sample with those of another one: 0 where one is constant.
  /// Shapes: a, b (d).
  static double correlation(const float* a, const float* b, std::size_t d) {
    double mean_a = 0, mean_b = 0, aa = 0, bb = 0, ab = 0;
    for (std::size_t j = 0; j < d; ++j) {
      mean_a += static_cast<double>(a[j]) / static_cast<double>(d);
      mean_b += static_cast<double>(b[j]) / static_cast<double>(d);
    }
    for (std::size_t j = 0; j < d; ++j) {
      const double from_a = static_cast<double>(a[j]) - mean_a;
      const double from_b = static_cast<double>(b[j]) - mean_b;
      aa += from_a * from_a;
      bb += from_b * from_b;
      ab += from_a * from_b;
    }
    return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : 0;
  }

  /// The mean correlation of images with their translations. Shapes: (n, d).
  static double kept(const Tensor<float, 2>& images, const Tensor<float, 2>& translations) {
    double sum = 0;
    for (std::size_t i = 0; i < images.shape(0); ++i) {
      sum += correlation(&images(i, 0), &translations(i, 0), images.shape(1));
    }
    return sum / static_cast<double>(images.shape(0));
  }

  InversionConfig config_;
  Tensor<float, 2> first_, second_;  // (n, d), (m, d)
  double between_domains_ = 0;
};

}  // namespace saddle::inline per_set
