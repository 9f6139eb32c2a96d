// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/error.hpp>
#include <saddle/core/instruction_set.hpp>
#include <saddle/core/tensor.hpp>
#include <saddle/data/label/one_hot.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <limits>
#include <string>

namespace saddle::inline per_set {

/// How often samples of one class are taken for another: the confusion matrix of a classifier.
class Confusion {
 public:
  /// Shapes: labels, verdicts (n).
  /// Errors: ConfigError for none or different numbers of them, or one that is no class.
  Confusion(const Tensor<int, 1>& labels, const Tensor<int, 1>& verdicts, std::size_t classes)
      : counts_({classes, classes}, std::size_t{0}) {
    if (labels.size() != verdicts.size() || labels.size() == 0) {
      throw ConfigError(
          "labels", std::string("one for each of ") + std::to_string(verdicts.size()) + " samples",
          std::to_string(labels.size()));
    }
    for (std::size_t i = 0; i < labels.size(); ++i) {
      ++counts_(data::class_number(labels(i), classes), data::class_number(verdicts(i), classes));
    }
  }

  std::size_t classes() const { return counts_.shape(0); }

  /// How many samples of class `label` were taken for `verdict`.
  std::size_t count(std::size_t label, std::size_t verdict) const {
    return counts_(label, verdict);
  }

  /// The share of samples taken for what they are.
  double accuracy() const {
    std::size_t right = 0, total = 0;
    for (std::size_t c = 0; c < classes(); ++c) {
      right += counts_(c, c);
      total += samples(c);
    }
    return share(right, total);
  }

  /// The same of the samples of one class; NaN where there are none.
  double accuracy(std::size_t label) const { return share(counts_(label, label), samples(label)); }

  /// A table: a row for each label with its accuracy, a column for each verdict.
  std::string text() const {
    std::size_t largest = classes();
    for (std::size_t count : counts_) largest = std::max(largest, count);
    const std::size_t width = std::to_string(largest).size() + 2;
    std::string table(6, ' ');
    for (std::size_t c = 0; c < classes(); ++c) table += cell(width, c);
    table += "   right\n";
    for (std::size_t label = 0; label < classes(); ++label) {
      table += cell(6, label);
      for (std::size_t c = 0; c < classes(); ++c) table += cell(width, counts_(label, c));
      char right[32];
      if (samples(label) > 0) {
        std::snprintf(right, sizeof right, "  %5.1f %%\n", 100 * accuracy(label));
      } else {
        std::snprintf(right, sizeof right, "  %7s\n", "-");
      }
      table += right;
    }
    return table;
  }

 private:
  std::size_t samples(std::size_t label) const {
    std::size_t sum = 0;
    for (std::size_t c = 0; c < classes(); ++c) sum += counts_(label, c);
    return sum;
  }
  static double share(std::size_t some, std::size_t all) {
    return all > 0 ? static_cast<double>(some) / static_cast<double>(all)
                   : std::numeric_limits<double>::quiet_NaN();
  }
  static std::string cell(std::size_t width, std::size_t number) {
    const std::string text = std::to_string(number);
    return std::string(width - std::min(width, text.size()), ' ') + text;
  }

  Tensor<std::size_t, 2> counts_;  // (label, verdict)
};

}  // namespace saddle::inline per_set
