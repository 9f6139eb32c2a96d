// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/instruction_set.hpp>
#include <saddle/core/text/name.hpp>
#include <saddle/core/text/printable.hpp>
#include <saddle/io/json.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>

namespace saddle::inline per_set {

/// What a score depends on besides the samples, without which it cannot be compared.
struct ScoreSetting {
  std::string features;  ///< the feature net, by name and file
  std::string resize;    ///< how images came to the net's size: "none"
  std::size_t n = 0;     ///< samples a side
  std::uint64_t seed = 1;
};

/// A number that says how good samples are; it never goes without its setting.
class Score {
 public:
  /// `spread` is a standard error or deviation, named by what it is.
  Score(ScoreSetting setting, std::string name, double value,
        std::optional<std::pair<std::string, double>> spread = {}, std::string warning = {})
      : setting_(std::move(setting)),
        name_(std::move(name)),
        value_(value),
        spread_(std::move(spread)),
        warning_(std::move(warning)) {}

  const std::string& name() const { return name_; }
  double value() const { return value_; }
  const ScoreSetting& setting() const { return setting_; }
  const std::string& warning() const { return warning_; }

  /// One line of text.
  std::string text() const {
    char number[64];
    std::snprintf(number, sizeof number, "%-18s %12.6g", name_.c_str(), value_);
    std::string line = number;
    if (spread_ && std::isfinite(spread_->second)) {
      std::snprintf(number, sizeof number, " +- %-10.3g", spread_->second);
      line += number + ("(" + spread_->first + ")");
    }
    line += "  [features " + setting_.features + ", resize " + setting_.resize + ", n " +
            std::to_string(setting_.n) + ", seed " + std::to_string(setting_.seed) + "]";
    return printable(line) +
           (warning_.empty() ? "" : std::string("\n  warning: ") + printable(warning_));
  }

  /// One JSON object without a line end; a number that is not finite is null.
  std::string json() const {
    const auto number = [](double x) {
      return std::isfinite(x) ? shortest_text(x) : std::string("null");
    };
    std::string line =
        std::string("{\"score\":") + json_string(name_) + ",\"value\":" + number(value_);
    if (spread_)
      line += std::string(",") + json_string(spread_->first) + ":" + number(spread_->second);
    line += std::string(",\"features\":") + json_string(setting_.features) +
            ",\"resize\":" + json_string(setting_.resize) + ",\"n\":" + std::to_string(setting_.n) +
            ",\"seed\":" + std::to_string(setting_.seed);
    if (!warning_.empty()) line += std::string(",\"warning\":") + json_string(warning_);
    return line + "}";
  }

 private:
  ScoreSetting setting_;
  std::string name_;
  double value_;
  std::optional<std::pair<std::string, double>> spread_;
  std::string warning_;
};

}  // namespace saddle::inline per_set
