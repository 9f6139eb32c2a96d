// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "data/any_source.hpp"
#include "data/rows.hpp"

#include <saddle/core/tensor.hpp>
#include <saddle/metric/quality/classifier_config.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace saddle_program {

/// A classifier that was specialised at compile time for one shape of image.
class AnyClassifier {
 public:
  virtual ~AnyClassifier() = default;
  /// On images with labels.
  virtual void fit(const AnySource& source,
                   const std::function<bool(std::uint64_t, double)>& after) = 0;
  virtual double accuracy(const Rows& x, const saddle::Tensor<int, 1>& labels) = 0;
  virtual Rows features(const Rows& x) = 0;
  virtual Rows probabilities(const Rows& x) = 0;
  virtual void save(const std::string& path,
                    const std::vector<std::pair<std::string, std::string>>& notes) = 0;
  virtual void load(const std::string& path) = 0;

  std::vector<std::size_t> shape;  // of an image
};

/// The classifier of ten classes for one shape of image ("28x28x1").
struct CompiledClassifier {
  std::string shape;
  std::unique_ptr<AnyClassifier> (*make)(const saddle::ClassifierConfig& config);
};

}  // namespace saddle_program
