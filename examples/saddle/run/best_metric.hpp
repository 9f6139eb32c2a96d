// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "data/any_source.hpp"
#include "models/any_gan.hpp"

#include <saddle/train/keep_best.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace saddle_program {

/// The names of the metrics, those that need known modes too.
std::vector<std::string> best_metric_names();

/// A number by which `saddle train --keep-best` compares generators, measured on held-out samples:
/// bound, coverage or duplicates of any data; modes, high-quality or mode-kl where the modes are
/// known.
class BestMetric {
 public:
  /// Errors: ConfigError, where the metric is `called` so, with those that this data has.
  BestMetric(const std::string& name, const AnySource& source, std::uint64_t seed,
             const std::string& called);

  saddle::Better better() const { return better_; }
  double operator()(AnyGan& gan) const { return measure_(gan); }

 private:
  saddle::Better better_ = saddle::Better::higher;
  std::function<double(AnyGan&)> measure_;
};

}  // namespace saddle_program
