// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/describe/describe.hpp>
#include <saddle/core/describe/field.hpp>
#include <saddle/core/describe/limits.hpp>
#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/metric/quality/features.hpp>
#include <saddle/metric/quality/neighbours.hpp>
#include <saddle/train/capability.hpp>
#include <saddle/train/monitor/reading.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace saddle::inline per_set {

/// When a label counts as ignored.
struct LabelAgreementConfig {
  double least_agreement = 0.5;  // 0 as by chance, 1 as among the data themselves
  std::size_t samples = 256;
  Watch watch{.interval = 100, .warm_up = 1000, .patience = 5};

  SADDLE_DESCRIBE(LabelAgreementConfig, least_agreement, samples, watch);
  static constexpr Bounded bounded[] = {{"least_agreement", limits::share},
                                        {"samples", limits::size}};
};

/// Watches whether samples are of the class that was asked for: whether the datum nearest to each
/// has its label. It knows no critic, for the critic may be what ignores the label.
///
/// Its reading is the share of samples that agree, from chance (0) to the share of the data whose
/// nearest other has their label (1). Where data of different classes lie among each other, labels
/// cannot be seen in samples, and it reads 1.
class LabelAgreement {
 public:
  static constexpr std::string_view name = "label";
  static constexpr int exit_code = 24;

  /// Shapes: data (n, d), held out from the training where there is enough of it; labels (n).
  /// Errors: ConfigError for numbers of the configuration outside of their limits, another number
  ///         of labels, or fewer than two data.
  LabelAgreement(Tensor<float, 2> data, Tensor<int, 1> labels, LabelAgreementConfig config = {})
      : config_(checked(config, "label.")), data_(std::move(data)), labels_(std::move(labels)) {
    if (labels_.size() != data_.shape(0)) {
      throw ConfigError("labels", std::to_string(data_.shape(0)), std::to_string(labels_.size()));
    }
    among_data_ = share(nearest(data_, data_, 1, Itself::is_skipped), labels_);
  }

  const Watch& watch() const { return config_.watch; }

  template <class G>
  static constexpr bool can_watch = HasLabels<G>;
  static constexpr Capability needs = Capability::labels;

  template <class G>
  Reading look(G& gan) const {
    const auto asked = gan.labels(config_.samples);
    const Tensor<float, 2> samples = RawPixels{}.features(gan.sample(config_.samples));
    const double found = share(nearest(samples, data_, 1), asked), chance = by_chance(asked);
    if (among_data_ - chance < least_told) return {1};
    const double agreement = (found - chance) / (among_data_ - chance);
    if (!(agreement < config_.least_agreement)) return {agreement};
    return {agreement, true,
            percent(found) +
                " of the samples are nearest to data of the class that was asked for (" +
                percent(chance) + " would be by chance, " + percent(among_data_) +
                " of the data are): the label is ignored; let the critic look at it (projection, "
                "a class head, mismatched), or train longer"};
  }

 private:
  static constexpr double least_told = 0.1;  // of the data, beyond chance

  /// The share whose neighbour among the data has the label.
  double share(const Neighbours& found, const Tensor<int, 1>& asked) const {
    std::size_t same = 0;
    for (std::size_t i = 0; i < asked.size(); ++i) {
      same += labels_(found.number(i, 0)) == asked(i) ? 1 : 0;
    }
    return static_cast<double>(same) / static_cast<double>(asked.size());
  }
  /// The share of pairs of any datum and any sample that have one label.
  double by_chance(const Tensor<int, 1>& asked) const {
    double same = 0;
    for (const int label : asked) {
      same += static_cast<double>(std::count(labels_.begin(), labels_.end(), label));
    }
    return same / (static_cast<double>(asked.size()) * static_cast<double>(labels_.size()));
  }

  LabelAgreementConfig config_;
  Tensor<float, 2> data_;  // (n, d)
  Tensor<int, 1> labels_;  // (n)
  double among_data_ = 0;
};

}  // namespace saddle::inline per_set
