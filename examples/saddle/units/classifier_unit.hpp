// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "models/classifiers.hpp"
#include "units/units.hpp"

#include <saddle/core/shape.hpp>
#include <saddle/metric/quality/classifier.hpp>
#include <saddle/metric/quality/classifier_config.hpp>
#include <saddle/nn/zoo/image_classifier.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace saddle_program {

template <class ImageShape>
class ClassifierOf final : public AnyClassifier {
 public:
  explicit ClassifierOf(const saddle::ClassifierConfig& config) : net_(config) {
    shape = {ImageShape::extents.begin(), ImageShape::extents.end()};
  }

  void fit(const AnySource& source,
           const std::function<bool(std::uint64_t, double)>& after) override {
    net_.fit(source, after);
  }
  double accuracy(const Rows& x, const saddle::Tensor<int, 1>& labels) override {
    return net_.accuracy(x, labels);
  }
  Rows features(const Rows& x) override { return net_.features(x); }
  Rows probabilities(const Rows& x) override { return net_.probabilities(x); }
  void save(const std::string& path,
            const std::vector<std::pair<std::string, std::string>>& notes) override {
    net_.save(path, notes);
  }
  void load(const std::string& path) override { net_.load(path); }

 private:
  struct Net : saddle::ImageClassifier<ImageShape> {};
  saddle::Classifier<Net> net_;
};

/// Adds a classifier for each shape of image.
template <class... ImageShape>
void add_classifiers(Units& units) {
  (units.classifiers.push_back(
       {.shape = saddle::shape_text(ImageShape::extents),
        .make = [](const saddle::ClassifierConfig& config) -> std::unique_ptr<AnyClassifier> {
          return std::make_unique<ClassifierOf<ImageShape>>(config);
        }}),
   ...);
}

}  // namespace saddle_program
